import { expect, test } from 'vitest'
import { PyflareError } from './error.ts'
import { logError } from './log-error.ts'

test('an error is its words, code, details and causes', () => {
  const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', client: { password: 'secret' } })
  const logged = logError(
    new PyflareError('unavailable', 'The store does not answer.', { cause, details: { table: 'spans' } }),
  )
  expect(logged).toMatchObject({
    type: 'PyflareError',
    code: 'unavailable',
    details: { table: 'spans' },
    cause: { type: 'Error', message: 'refused', code: 'ECONNREFUSED' },
  })
  expect(JSON.stringify(logged)).not.toContain('secret')
})

test('anything can be thrown, and a ring of causes ends', () => {
  expect(logError('no')).toEqual({ type: 'string', message: 'no' })
  const ring = new Error('a')
  ring.cause = ring
  expect(() => JSON.stringify(logError(ring))).not.toThrow()
})
