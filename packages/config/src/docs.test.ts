import { expect, test } from 'vitest'
import { configurationDocs } from './docs.ts'
import { SETTINGS } from './setting.ts'

test('docs/configuration.md says what the schema says', async () => {
  await expect(configurationDocs()).toMatchFileSnapshot('../../../docs/configuration.md')
})

test('every setting has a meaning, and a variable of its own', () => {
  expect(SETTINGS.filter(({ meaning }) => meaning === '').map(({ path }) => path)).toEqual([])
  expect(new Set(SETTINGS.map(({ env }) => env)).size).toBe(SETTINGS.length)
})
