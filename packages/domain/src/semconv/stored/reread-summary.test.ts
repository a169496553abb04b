import { describe, expect, test } from 'vitest'
import { addToSummary, EMPTY_SUMMARY, type ReadAgain } from './reread-summary.ts'

const read = (spanId: string, changes: ReadAgain['changes'], library = 'a'): ReadAgain => ({
  traceId: 't',
  spanId,
  library,
  changes,
})

describe('addToSummary', () => {
  test('counts spans by column and library, sums what can be summed, and shows some', () => {
    const tokens = { input_tokens: { before: '', after: '12' } }
    const first = addToSummary(EMPTY_SUMMARY, [read('1', tokens), read('2', {})])
    const second = addToSummary(first, [
      read('3', { input_tokens: { before: '5', after: '7' }, model_id: { before: 'x', after: 'y' } }, 'b'),
    ])
    expect(EMPTY_SUMMARY).toEqual({ columns: {}, libraries: {} })
    expect(second.libraries).toEqual({ a: { spans: 2, changed: 1 }, b: { spans: 1, changed: 1 } })
    expect(second.columns.input_tokens).toEqual({
      spans: 2,
      sums: { before: 5, after: 19 },
      samples: [
        { traceId: 't', spanId: '1', before: '', after: '12' },
        { traceId: 't', spanId: '3', before: '5', after: '7' },
      ],
    })
    expect(second.columns.model_id?.sums).toBeNull()
  })

  test('keeps nothing of what people said', () => {
    const { columns } = addToSummary(EMPTY_SUMMARY, [
      read('1', { input: { before: '', after: 'my secret' }, user_id: { before: 'ada', after: '' } }),
    ])
    expect(columns.input?.samples[0]).toMatchObject({ before: '', after: '9 characters' })
    expect(columns.user_id?.samples[0]).toMatchObject({ before: '3 characters', after: '' })
  })

  test('stays small', () => {
    const many = Array.from({ length: 500 }, (_, at) =>
      read(String(at), { model_id: { before: 'x'.repeat(500), after: 'y' } }, `library ${at}`),
    )
    const { columns, libraries } = addToSummary(EMPTY_SUMMARY, [...many, read('p', {}, '__proto__')])
    expect(columns.model_id).toMatchObject({ spans: 500 })
    expect(columns.model_id?.samples).toHaveLength(5)
    expect(columns.model_id?.samples[0]?.before).toHaveLength(121)
    expect(Object.keys(libraries)).toHaveLength(101)
    expect(libraries.others?.spans).toBe(401)
  })
})
