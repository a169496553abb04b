import { expect, test } from 'vitest'
import { unitName, unitWords, valueScale } from './unit.ts'

test.each([
  ['s', 1.24, '1.24 s'],
  ['ms', 842, '842 ms'],
  ['By', 2048, '2.0 KiB'],
  ['USD', 0.0031, '$0.0031'],
  ['{token}', 12_400, '12.4k'],
  ['1', 5, '5'],
  ['', 5, '5'],
  ['Cel', 21, '21 Cel'],
])('a value in %s: %s is %s', (unit, value, text) => {
  expect(valueScale(unit).format(value).replaceAll('\u00a0', ' ')).toBe(text)
})

test('what is counted stands in the subtitle', () => {
  expect(unitWords('{span}')).toBe('spans')
  expect(unitWords('ms')).toBe('')
})

test.each([
  ['By', 'bytes'],
  ['{token}', 'tokens'],
  ['ms', 'ms'],
  ['1', ''],
  ['', ''],
])('the unit %s is named %s', (unit, name) => {
  expect(unitName(unit)).toBe(name)
})
