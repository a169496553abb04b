import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeNext } from './safe-next.ts'

test.each([
  [null, '/'],
  ['', '/'],
  ['/p/1/traces?range=1h#x', '/p/1/traces?range=1h#x'],
  ['//evil.test/', '/'],
  ['/\\evil.test/', '/'],
  ['/\t/evil.test', '/'],
  ['/.//evil.test', '/'],
  ['https://evil.test/', '/'],
  ['javascript:alert(1)', '/'],
  ['p/1', '/'],
  ['/sign-in?next=/sign-in', '/'],
])('after ?next=%j comes %s', (next, path) => {
  expect(safeNext(next)).toBe(path)
})

test('no address leads to another origin', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.stringMatching(/^[/\\.\t\n@:a-c]{1,12}$/)), (next) => {
      expect(new URL(safeNext(next), 'http://pyflare.test').origin).toBe('http://pyflare.test')
    }),
  )
})
