import { useEffect, useState } from 'react'
import { type Theme, themeCookie } from './theme.ts'

/** The choice in force, and a function that changes it at once and for a year. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>('system')
  useEffect(() => setTheme((document.documentElement.dataset.themeChoice as Theme | undefined) ?? 'system'), [])
  const choose = (next: Theme) => {
    const root = document.documentElement
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store of browsers is not there on plain http.
    document.cookie = themeCookie(next)
    root.dataset.themeChoice = next
    const dark = next === 'dark' || (next === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
    root.dataset.theme = dark ? 'dark' : 'light'
    setTheme(next)
  }
  return [theme, choose]
}
