import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { type EventLog, openLocalEventLog } from '@pyflare/event-log'
import { createLogger } from '@pyflare/observe'
import {
  EvaluationBatchSchema,
  LogBatchSchema,
  MetricBatchSchema,
  TraceBatch_TraceRecordSchema,
  TraceBatchSchema,
} from '@pyflare/proto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLimit } from '../pipeline/limit.ts'
import { createNormalize } from '../pipeline/normalize.ts'
import type { PointRecord } from '../pipeline/records.ts'
import { type EncodedRecord, envelopes } from './envelopes.ts'
import { heldContent } from './held-content.ts'
import { createPublisher } from './publish.ts'
import { createRecordEncoder } from './record-encoder.ts'
import { seriesHash } from './series-hash.ts'

const NOW_MS = 1_790_000_000_000
const origin = { projectId: 'p', keyId: 'k', digest: 'd', receivedAtMs: NOW_MS }
const topics = { traces: 't', metrics: 'm', logs: 'l', evaluations: 'e' }
const options = () => ({ eventLog, topics, maxBatchSize: 1000, maxQueueSize: 10_000 })
let dir: string
let eventLog: EventLog

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pyflare-publish-'))
  eventLog = await openLocalEventLog({
    dir,
    topics: Object.values(topics).map((name) => ({
      name,
      partitions: 2,
      retention: { maxAgeMs: 3_600_000, maxBytes: 1 << 30 },
    })),
    maxTotalBytes: 200_000,
    segmentBytes: 100_000,
    logger: createLogger({ level: 'silent', pretty: false, descriptor: 2 }),
  })
})
afterAll(async () => {
  await eventLog.close()
  await rm(dir, { recursive: true })
})

function spanItems(count: number, text = '') {
  const limit = createLimit({ maxAttributes: 10, maxValueLength: 1_000_000, maxEvents: 1, maxLinks: 1 })
  const raw = Array.from({ length: count }, (_, place) => ({
    traceId: new Uint8Array(16).fill(1 + (place % 3)),
    spanId: new Uint8Array(8).fill(1 + place),
    parentSpanId: new Uint8Array(0),
    traceState: '',
    flags: 1,
    name: `span ${place}`,
    kind: 'client' as const,
    startTimeNs: BigInt(NOW_MS) * 1_000_000n,
    endTimeNs: 0n,
    status: 'error' as const,
    statusMessage: 'no',
    attributes: new Map<string, string | number>([
      ['gen_ai.request.temperature', 0],
      ['text', text],
      ['__proto__', 'kept'],
    ]),
    events: [],
    links: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    resource: new Map(),
    scope: { name: '', version: '', attributes: new Map() },
  }))
  return createNormalize().spans(limit.spans(raw, NOW_MS).kept).kept
}

test('every field of a record’s schema is a property of what the pipeline makes', () => {
  const { record: made } = spanItems(1)[0]!
  const record: object = { ...made, ...heldContent(made, ''), projectId: '', receivedAtMs: 0n }
  const fields = TraceBatch_TraceRecordSchema.fields.map(({ localName }) => localName)
  expect(fields.filter((name) => !(name in record))).toEqual([])
})

test('the encoder writes what the library reads, for every value', () => {
  const encode = createRecordEncoder(TraceBatch_TraceRecordSchema)
  const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed())
  const record = fc.record(
    {
      projectId: text,
      traceId: fc.uint8Array(),
      flags: fc.integer({ min: 0, max: 4_294_967_295 }),
      startTimeNs: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      durationNs: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      attributes: fc.dictionary(text, text),
      isAggregate: fc.boolean(),
      inputTokens: fc.option(fc.integer({ min: 0, max: 4_294_967_295 }), { nil: undefined }),
      temperature: fc.option(fc.double(), { nil: undefined }),
      stream: fc.option(fc.boolean(), { nil: undefined }),
      tags: fc.array(text),
      samplingRate: fc.double(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(record, (value) => {
      const read = fromBinary(TraceBatch_TraceRecordSchema, encode(value))
      expect(read).toEqual(
        fromBinary(
          TraceBatch_TraceRecordSchema,
          toBinary(TraceBatch_TraceRecordSchema, create(TraceBatch_TraceRecordSchema, value)),
        ),
      )
    }),
  )
})

test('zero stays zero where it is not the same as unknown', () => {
  const bytes = createRecordEncoder(TraceBatch_TraceRecordSchema)({
    inputTokens: 0,
    temperature: 0,
    stream: false,
    flags: 0,
  })
  expect(fromBinary(TraceBatch_TraceRecordSchema, bytes)).toMatchObject({
    inputTokens: 0,
    temperature: 0,
    stream: false,
  })
  expect(bytes).toHaveLength(3 + 10 + 3)
})

const encoded = (index: number, key: string, bytes: number): EncodedRecord => ({
  index,
  key,
  bytes: new Uint8Array(bytes).fill(7),
})

test('an envelope holds records of one key, and ends before it is too large', () => {
  const cut = { projectId: 'p', keyId: 'k', digest: 'd', maxBytes: 1000, maxRecords: 100 }
  const messages = envelopes(
    [encoded(0, 'a', 400), encoded(1, 'b', 10), encoded(2, 'a', 500), encoded(3, 'a', 400), encoded(4, 'a', 5000)],
    cut,
  )
  expect(messages.map(({ key, value }) => [key, value.length])).toEqual([
    ['a', 400 + 500 + 6],
    ['a', 403],
    ['a', 5003],
    ['b', 12],
  ])
  for (const { headers } of messages)
    expect(headers).toMatchObject({ project: 'p', 'key-id': 'k', 'batch-id': expect.stringMatching(/^[0-9a-f]{32}$/) })
  const small = Array.from({ length: 5 }, (_, index) => encoded(index, 'a', 1))
  expect(envelopes(small, { ...cut, maxRecords: 2 }).map(({ value }) => value.length)).toEqual([6, 6, 3])
})

test('the id of an envelope is of its request and its records', () => {
  const idOf = (digest: string, ...records: EncodedRecord[]) =>
    envelopes(records, { projectId: 'p', keyId: 'k', digest, maxBytes: 1000, maxRecords: 100 })[0]?.headers?.[
      'batch-id'
    ]
  expect(idOf('d', encoded(1, 'a', 5))).toBe(idOf('d', encoded(1, 'a', 5)))
  expect(idOf('d', encoded(1, 'a', 5))).not.toBe(idOf('e', encoded(1, 'a', 5)))
  expect(idOf('d', encoded(1, 'a', 5))).not.toBe(idOf('d', encoded(2, 'a', 5)))
})

test('a series is known by its name, resource, scope and attributes, in any order', () => {
  const point = {
    metricName: 'm',
    scopeName: 's',
    scopeVersion: '',
    resourceAttributes: { a: '1' },
    attributes: { x: '1', y: '2' },
  } as unknown as PointRecord
  const hash = seriesHash(point)
  expect(seriesHash({ ...point, attributes: { y: '2', x: '1' } })).toBe(hash)
  for (const other of [
    { metricName: 'n' },
    { scopeName: 't' },
    { resourceAttributes: {} },
    { attributes: { x: '12', y: '' } },
  ])
    expect(seriesHash({ ...point, ...other })).not.toBe(hash)
  expect(hash).toBe(2860716858483589934n)
})

test('records go to the topic of their signal, each trace to one key, and are there when the promise resolves', async () => {
  const publisher = createPublisher(options())
  const { kept, rejections } = publisher.spans.encode(spanItems(6), origin)
  expect(rejections).toEqual([])
  await publisher.spans.append(kept, origin)
  const read: { key: string; names: string[] }[] = []
  const isAllRead = new Promise<void>((resolve) => {
    void eventLog.subscribe({ topic: 't', group: 'g', maxBatchBytes: 1 << 20, maxWaitMs: 0 }, async ({ messages }) => {
      for (const { key, value } of messages)
        read.push({ key, names: fromBinary(TraceBatchSchema, value).records.map(({ operationName }) => operationName) })
      if (read.length === 3) resolve()
    })
  })
  await isAllRead
  expect(read.sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
    { key: '01'.repeat(16), names: ['span 0', 'span 3'] },
    { key: '02'.repeat(16), names: ['span 1', 'span 4'] },
    { key: '03'.repeat(16), names: ['span 2', 'span 5'] },
  ])
})

test('evaluations of one item are never taken for repeats of each other', async () => {
  const [item] = spanItems(1)
  const evaluations = Array.from({ length: 3 }, (_, place) => ({
    name: `judge ${place}`,
    score: place,
    label: '',
    explanation: '',
    source: '',
    evaluator: '',
    identifier: '',
    metadata: '',
    target: { traceId: item!.raw.traceId, spanId: item!.raw.spanId, sessionId: '', responseId: '' },
    timeNs: 1n,
  }))
  const publisher = createPublisher({ ...options(), maxBatchSize: 1 })
  await publisher.spans.append(publisher.spans.encode([{ ...item!, evaluations }], origin).kept, origin)
  const read = new Map<string | undefined, string | undefined>()
  await new Promise<void>((resolve) => {
    void eventLog.subscribe({ topic: 'e', group: 'g', maxBatchBytes: 1 << 20, maxWaitMs: 0 }, async ({ messages }) => {
      for (const { headers, value } of messages)
        read.set(headers['batch-id'], fromBinary(EvaluationBatchSchema, value).records[0]?.name)
      if (read.size === 3) resolve()
    })
  })
  expect([...read.values()].sort()).toEqual(['judge 0', 'judge 1', 'judge 2'])
})

test('a record that cannot be encoded costs itself alone', async () => {
  const [first, second] = spanItems(2)
  const bad = { ...first!, record: { ...first!.record, flags: 2 ** 40 } }
  const { kept, rejections } = createPublisher(options()).spans.encode([bad, second!], origin)
  expect(rejections).toEqual([{ index: 0, reason: expect.stringContaining('out of the range'), sample: '' }])
  expect(kept).toMatchObject([{ index: 1 }])
})

test('what waits for a slow log is bounded, a large request goes when nothing else waits, and there is room again afterwards', async () => {
  let isThrough: () => void = () => undefined
  const slow: Pick<EventLog, 'append'> = {
    append: async (topic, messages) => {
      await new Promise<void>((resolve) => {
        isThrough = resolve
      })
      await eventLog.append(topic, messages)
    },
  }
  const publisher = createPublisher({ ...options(), eventLog: slow, maxQueueSize: 5 })
  const append = (count: number) =>
    publisher.spans.append(publisher.spans.encode(spanItems(count), origin).kept, origin)
  const full = { code: 'resource_exhausted', retryable: true, message: expect.stringContaining('max_queue_size') }
  const first = append(4)
  await expect(append(2)).rejects.toMatchObject(full)
  publisher.checkRoom()
  isThrough()
  await first
  const large = append(12)
  await expect(append(1)).rejects.toMatchObject(full)
  expect(() => publisher.checkRoom()).toThrow(/12 records wait for the log, and 5 may/)
  isThrough()
  await large
  publisher.checkRoom()
  const again = append(5)
  isThrough()
  await again
})

test('a full log refuses, and nothing is acknowledged', async () => {
  const { spans } = createPublisher(options())
  const publishUntilRefused = async () => {
    for (;;) await spans.append(spans.encode(spanItems(1, 'x'.repeat(90_000)), origin).kept, origin)
  }
  await expect(publishUntilRefused()).rejects.toMatchObject({ code: 'log_full', retryable: true })
})

test('what is read by other schemas is written by them too', () => {
  for (const schema of [LogBatchSchema, MetricBatchSchema, TraceBatchSchema, EvaluationBatchSchema])
    expect(() => createRecordEncoder(schema.fields[0]!.message!)).not.toThrow()
})
