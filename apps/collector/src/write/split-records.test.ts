import { create, toBinary } from '@bufbuild/protobuf'
import { TraceBatchSchema } from '@pyflare/proto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchOf, projectOf, records } from './split-records.ts'

const batch = (...names: string[]) =>
  toBinary(
    TraceBatchSchema,
    create(TraceBatchSchema, {
      records: names.map((operationName, at) => ({ projectId: `p${at}`, operationName, traceId: new Uint8Array(16) })),
    }),
  )

test('a batch comes apart into its records and together again', () => {
  const encoded = batch('a', 'x'.repeat(300), '')
  const parts = [...records(encoded)]
  expect(parts.map(projectOf)).toEqual(['p0', 'p1', 'p2'])
  expect(Buffer.from(batchOf(parts)).equals(encoded)).toBe(true)
  expect([...records(batchOf([]))]).toEqual([])
})

test('bytes that are no batch end in corrupt_data, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        for (const record of records(bytes)) projectOf(record)
      } catch (error) {
        expect(error).toMatchObject({ code: 'corrupt_data' })
      }
    }),
    { numRuns: 2000 },
  )
  expect(() => [...records(batch('abc').subarray(0, 10))]).toThrow('not a batch')
})
