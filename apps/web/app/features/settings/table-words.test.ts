import { expect, test } from 'vitest'
import { deletedWords, tableWords } from './table-words.ts'

test('tables are called by what they hold', () => {
  expect(tableWords('trace_index')).toBe('traces')
  expect(tableWords('dead_letters')).toBe('dead letters')
  expect(tableWords('of_tomorrow')).toBe('of tomorrow')
})

test('what was deleted is told by what people know, and the rest in one', () => {
  expect(deletedWords({ spans: 1204, trace_index: 300, logs: 0, trace_extents: 300, span_patches: 12 })).toBe(
    '1,204 spans, 300 traces, 312 rows of what is derived from them',
  )
  expect(deletedWords({ spans: 0 })).toBe('nothing was old enough')
})
