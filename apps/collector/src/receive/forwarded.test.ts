import { expect, test } from 'vitest'
import { isForwarded } from './forwarded.ts'

test.each([
  [['x-forwarded-for'], true],
  [['forwarded'], true],
  [['host', 'x-real-ip'], true],
  [['via'], true],
  [['host', 'user-agent', 'x-api-key'], false],
  [[], false],
])('a request with the headers %o is forwarded: %s', (headers, expected) => {
  expect(isForwarded((name) => headers.includes(name))).toBe(expected)
})
