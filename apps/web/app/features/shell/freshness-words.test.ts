import { expect, test } from 'vitest'
import { freshnessOf } from './freshness-words.ts'

test.each([
  [undefined, 'unknown', 'Freshness'],
  [null, 'unknown', 'Freshness unknown'],
  ['unreachable' as const, 'error', 'No connection'],
  [{ messages: 0, age_ms: 0 }, 'ok', 'Up to date'],
  [{ messages: 3, age_ms: 1_800 }, 'ok', '1.80 s behind'],
  [{ messages: 3, age_ms: 30_000 }, 'warn', '30.00 s behind'],
  [{ messages: 3, age_ms: 600_000 }, 'error', '10 min 00 s behind'],
])('a lag of %j is marked %s: %s', (lag, mark, words) => {
  const said = freshnessOf(lag)
  expect([said.mark, said.words.replaceAll('\u00a0', ' ')]).toEqual([mark, words])
})
