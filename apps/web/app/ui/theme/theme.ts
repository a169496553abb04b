/** What a person chose; `system` follows the computer. */
export type Theme = 'light' | 'dark' | 'system'

export const THEMES: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'As the computer' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

const COOKIE = 'pyflare_theme'
const YEAR_SECONDS = 31_536_000

/** The choice that a request's cookies carry; `system` where there is none. */
export function themeOfCookies(cookies: string | null): Theme {
  const value = new RegExp(`(?:^|;\\s*)${COOKIE}=(light|dark|system)(?:;|$)`).exec(cookies ?? '')?.[1]
  return (value as Theme | undefined) ?? 'system'
}

export function themeCookie(theme: Theme): string {
  return `${COOKIE}=${theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`
}

/**
 * Runs in the head before anything is painted. The server knows `light` and `dark`; only the browser knows what `system`
 * means, and hears when that changes.
 */
export const THEME_SCRIPT = `(() => {
  const root = document.documentElement
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const paint = () => {
    const theme = root.dataset.themeChoice
    root.dataset.theme = theme === 'dark' || (theme === 'system' && dark.matches) ? 'dark' : 'light'
  }
  paint()
  dark.addEventListener('change', paint)
})()`
