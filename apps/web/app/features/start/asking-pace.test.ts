import { expect, test } from 'vitest'
import { pauseMs } from './asking-pace.ts'

test.each([
  [0, 300],
  [119_000, 300],
  [120_000, 1_000],
  [600_000, 5_000],
  [86_400_000, 5_000],
])('%i ms after somebody was seen it asks every %i ms', (since, pause) => {
  expect(pauseMs(since)).toBe(pause)
})
