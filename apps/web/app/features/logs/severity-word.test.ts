import { expect, test } from 'vitest'
import { severityWord } from './severity-word.ts'

test.each([
  [0, 'log'],
  [1, 'TRACE'],
  [9, 'INFO'],
  [10, 'INFO2'],
  [13, 'WARN'],
  [17, 'ERROR'],
  [24, 'FATAL4'],
  [25, '25'],
])('severity %i is called %s', (number, word) => {
  expect(severityWord(number)).toBe(word)
})
