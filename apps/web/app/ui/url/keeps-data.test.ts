import { expect, test } from 'vitest'
import { keepsDataBut } from './keeps-data.ts'

const ask = (from: string, to: string, more: object = {}) =>
  keepsDataBut(
    'span',
    'view',
  )({
    currentUrl: new URL(from, 'http://x'),
    nextUrl: new URL(to, 'http://x'),
    defaultShouldRevalidate: true,
    ...more,
  } as never)

test('parameters of the view alone ask nothing', () => {
  expect(ask('/t?range=1h', '/t?range=1h&span=a')).toBe(false)
  expect(ask('/t?span=a&range=1h', '/t?range=1h&view=logs')).toBe(false)
})

test('anything else does', () => {
  expect(ask('/t?range=1h', '/t?range=7d')).toBe(true)
  expect(ask('/t?range=1h', '/t?range=1h')).toBe(true)
  expect(ask('/t', '/u')).toBe(true)
  expect(ask('/t', '/t?span=a', { formMethod: 'POST' })).toBe(true)
})
