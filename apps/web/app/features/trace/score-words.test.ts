import { expect, test } from 'vitest'
import { formatScore, judgeOf } from './score-words.ts'

test.each([
  [0.94, '0.94'],
  [1, '1'],
  [0, '0'],
  [-0.25, '−0.25'],
  [0.123456, '0.123'],
  [42.5, '42.5'],
  [12_400, '12.4k'],
])('the score %d is written %s', (score, text) => {
  expect(formatScore(score)).toBe(text)
})

test.each([
  [{ source: 'HUMAN', evaluator: '', identifier: 'anna' }, 'by a person, anna'],
  [{ source: 'LLM', evaluator: 'ragas', identifier: 'ragas' }, 'by a model, ragas'],
  [{ source: 'PANEL', evaluator: '', identifier: '' }, 'by panel'],
  [{ source: '', evaluator: '', identifier: '' }, ''],
])('who judged is said in words: %j', (told, words) => {
  expect(judgeOf(told)).toBe(words)
})
