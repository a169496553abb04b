import { expect, test } from 'vitest'
import { appRouter } from '../router.ts'
import { queryInput } from './query-input.ts'
import { type Route, restRoutes } from './routes.ts'

const list = restRoutes(appRouter).find((route) => route.procedure === 'traces.list') as Route
const read = (query: string) => queryInput(list, [], new URLSearchParams(query))

test('numbers become numbers, text stays text', () => {
  expect(read('limit=5&min_cost_usd=0.25&service=5')).toEqual({ limit: 5, min_cost_usd: 0.25, service: '5' })
})

test('what is no number is left for the schema to refuse', () => {
  expect(read('limit=many')).toEqual({ limit: 'many' })
  expect(read('limit=0x10')).toEqual({ limit: '0x10' })
})

test('a parameter without a value is not given', () => {
  expect(read('service=&status=&limit=&start_time=&cursor=')).toEqual({})
  expect(read('service=&service=kb')).toEqual({ service: 'kb' })
  expect(() => read('servcie=')).toThrow(/no parameter servcie/)
})

test('a parameter that is given twice is refused, where it is no list', () => {
  expect(() => read('service=a&service=b')).toThrow('service is given 2 times, and can be given once.')
})

test('an unknown parameter is named, with those that exist', () => {
  expect(() => read('servcie=a')).toThrow(/no parameter servcie.*service/)
  expect(() => read('__proto__=a')).toThrow(/no parameter __proto__/)
  expect(() => read('constructor=a')).toThrow(/no parameter constructor/)
})

test('path values are decoded, and cannot be overruled by the query', () => {
  const spans = restRoutes(appRouter).find((route) => route.procedure === 'traces.spans') as Route
  expect(queryInput(spans, ['a%20b'], new URLSearchParams())).toEqual({ trace_id: 'a b' })
  expect(() => queryInput(spans, ['a'], new URLSearchParams('trace_id=b'))).toThrow(/no parameter/)
  expect(() => queryInput(spans, ['%E0%A4%A'], new URLSearchParams())).toThrow(/percent-encoding/)
})
