import { expect, test } from 'vitest'
import { themeCookie, themeOfCookies } from './theme.ts'

test.each([
  [null, 'system'],
  ['', 'system'],
  ['pyflare_theme=dark', 'dark'],
  ['a=b; pyflare_theme=light; c=d', 'light'],
  ['not_pyflare_theme=dark', 'system'],
  ['pyflare_theme=red', 'system'],
  ['pyflare_theme=darker', 'system'],
])('cookies %j choose %s', (cookies, theme) => {
  expect(themeOfCookies(cookies)).toBe(theme)
})

test('what is written is read again', () => {
  expect(themeOfCookies(themeCookie('dark'))).toBe('dark')
})
