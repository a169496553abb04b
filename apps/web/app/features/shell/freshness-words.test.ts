import { expect, test } from 'vitest'
import { behindWords, freshnessOf } from './freshness-words.ts'

test.each([
  [undefined, 'unknown', 'Freshness'],
  [null, 'unknown', 'Freshness unknown'],
  ['unreachable' as const, 'error', 'No connection'],
  [{ messages: 0, age_ms: 0 }, 'ok', 'Up to date'],
  [{ messages: 3, age_ms: 0 }, 'ok', 'Under 1 s behind'],
  [{ messages: 3, age_ms: 1_800 }, 'ok', '1.80 s behind'],
  [{ messages: 3, age_ms: 30_000 }, 'warn', '30.00 s behind'],
  [{ messages: 3, age_ms: 600_000 }, 'error', '10 min 00 s behind'],
])('a lag of %j is marked %s: %s', (lag, mark, words) => {
  const said = freshnessOf(lag)
  expect([said.mark, said.words.replaceAll('\u00a0', ' ')]).toEqual([mark, words])
})

test('an empty list tells that the writer is behind only when it is', () => {
  expect(behindWords(null)).toBeUndefined()
  expect(behindWords({ messages: 0, age_ms: 0 })).toBeUndefined()
  expect(behindWords({ messages: 1, age_ms: 0 })).toBe('1 message accepted and not written yet.')
  expect(behindWords({ messages: 1_200, age_ms: 30_000 })?.replaceAll('\u00a0', ' ')).toBe(
    '1,200 messages accepted and not written yet; the oldest waits for 30.00 s.',
  )
})
