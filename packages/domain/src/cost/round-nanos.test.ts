import { expect, test } from 'vitest'
import { roundNanos } from './round-nanos.ts'

test.each([
  [0, 0n],
  [1, 1_000_000_000n],
  [0.00020999999999999998, 210_000n],
  [0.0000000125, 12n],
  [0.0000000135, 14n],
  [0.0000000126, 13n],
  [0.075e-6, 75n],
  [12_345.678901234, 12_345_678_901_234n],
])('%d US dollars are %d nano-dollars', (usd, nanos) => {
  expect(roundNanos(usd)).toBe(nanos)
})
