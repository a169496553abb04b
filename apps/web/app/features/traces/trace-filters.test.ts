import { expect, test } from 'vitest'
import { activeFilters, apiFilters, readFilters, readSort } from './trace-filters.ts'

const read = (query: string) => readFilters(new URLSearchParams(query))

test('the address says what the API is asked', () => {
  const filters = read('status=error&service=kb&minMs=800&user=ann-3&text=refund')
  expect(apiFilters(filters)).toMatchObject({
    status: 'error',
    service: 'kb',
    min_duration_ms: 800,
    user_id: 'ann-3',
    text: 'refund',
  })
  expect(apiFilters(filters).model_id).toBeUndefined()
  expect(activeFilters(filters).map(({ name }) => name)).toEqual(['status', 'text', 'service', 'user', 'minMs'])
})

test('what is no value of a filter is no filter', () => {
  expect(activeFilters(read('status=broken&minMs=soon&minCost=-1&unknown=1'))).toEqual([])
  expect(readSort(new URLSearchParams('sort=colour'))).toBe('start_time')
  expect(readSort(new URLSearchParams('sort=cost'))).toBe('cost')
})
