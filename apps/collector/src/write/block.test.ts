import { expect, test } from 'vitest'
import { blockOf, blockToken } from './block.ts'

const message = (offset: bigint, appendedAtMs: number) => ({
  offset,
  appendedAtMs,
  key: '',
  value: new Uint8Array(0),
  headers: {},
})
const token = (...messages: ReturnType<typeof message>[]) => blockToken(blockOf('pyflare.traces', 1, messages))

test('a token names a block and each of its parts', () => {
  expect(token(message(3n, 10), message(4n, 20))).toBe('pyflare.traces/1/10/3-5')
  expect(token(message(4n, 20))).toBe('pyflare.traces/1/20/4-5')
})

test('the same offsets in a log that was begun anew are another block', () => {
  expect(token(message(0n, 10))).not.toBe(token(message(0n, 11)))
})
