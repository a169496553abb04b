import { expect, test } from 'vitest'
import { joiner } from './join-parts.ts'

test('joins as a spread does, again and again', () => {
  const join = joiner<{ a: number; b?: string }, { b: string; c: object }>()
  const c = {}
  const first = { a: 1, b: 'x' }
  const joined = join(first, { b: 'y', c })
  expect(joined).toEqual({ a: 1, b: 'y', c })
  expect(joined.c).toBe(c)
  expect(first).toEqual({ a: 1, b: 'x' })
  expect(join({ a: 2 }, { b: 'z', c: [] })).toEqual({ a: 2, b: 'z', c: [] })
  expect(joined).toEqual({ a: 1, b: 'y', c })
})
