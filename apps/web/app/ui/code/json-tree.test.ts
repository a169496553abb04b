import { describe, expect, test } from 'vitest'
import { layOutJson, parseNested, pathsTo } from './json-tree.ts'

const value = { role: 'user', parts: [{ type: 'text', 'a/b': 'Refund it' }], empty: {} }

describe('laying out', () => {
  test('opens only what is asked', () => {
    const { lines } = layOutJson(value, (_, level) => level < 1, 100)
    expect(lines.map(({ path, size, open }) => [path, size, open])).toEqual([
      ['', 3, true],
      ['/role', undefined, false],
      ['/parts', 1, false],
      ['/empty', 0, false],
    ])
  })

  test('says how much was left out past the limit', () => {
    const { lines, left } = layOutJson([1, 2, 3, 4], () => true, 3)
    expect([lines.length, left]).toEqual([3, 2])
  })

  test('a leaf alone is one line', () => {
    expect(layOutJson('text', () => true, 10).lines).toHaveLength(1)
  })
})

test('finding opens the way to keys and to text, case ignored', () => {
  expect([...pathsTo(value, 'refund')].sort()).toEqual(['', '/parts', '/parts/0'])
  expect([...pathsTo(value, 'ROLE')]).toEqual([''])
  expect(pathsTo(value, 'absent').size).toBe(0)
  expect(pathsTo(value, '').size).toBe(0)
})

test('text that is JSON is opened out, and other text is left', () => {
  expect(parseNested('{"a": [1]}')).toEqual({ a: [1] })
  expect(parseNested('{not json')).toBe('{not json')
  expect(parseNested('12')).toBe('12')
})
