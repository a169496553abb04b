import { expect, test } from 'vitest'
import { searchEntries } from './palette-search.ts'

const entries = [
  { id: 'traces', section: 'Go to', label: 'Traces' },
  { id: 'keys', section: 'Go to', label: 'Settings: keys', words: 'token secret' },
  { id: 'dark', section: 'Do', label: 'Theme: dark' },
  { id: 'retrace', section: 'Go to', label: 'Retrace' },
]
const find = (query: string) => searchEntries(entries, query).map(({ id }) => id)

test('an empty query lists all, sections together', () => {
  expect(find('')).toEqual(['traces', 'keys', 'retrace', 'dark'])
})

test('the beginning of a name comes before its middle', () => {
  expect(find('trace')).toEqual(['traces', 'retrace'])
})

test('every word must be found, in the name or beside it', () => {
  expect(find('set key')).toEqual(['keys'])
  expect(find('secret')).toEqual(['keys'])
  expect(find('dark keys')).toEqual([])
})
