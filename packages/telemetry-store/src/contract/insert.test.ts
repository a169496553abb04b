import type { DescField, DescMessage } from '@bufbuild/protobuf'
import { ScalarType } from '@bufbuild/protobuf'
import { EvaluationBatchSchema, LogBatchSchema, MetricBatchSchema, TraceBatchSchema } from '@pyflare/proto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type EvaluationInit,
  evaluationBatch,
  hex,
  type LogInit,
  log,
  logBatch,
  type MetricInit,
  metric,
  metricBatch,
  NOON,
  NOON_NS,
  type SpanInit,
  span,
  spanId,
  traceBatch,
  traceId,
} from './records.ts'
import { openTestStore, sql, type TestStore } from './test-store.ts'

let test: TestStore

beforeAll(async () => {
  test = await openTestStore()
})

afterAll(() => test.close())

/** A record in which every field holds something that no other field holds. */
function fullRecord(batch: DescMessage, given: Record<string, unknown>): Record<string, unknown> {
  const record = batch.nestedMessages[0]!
  const values = record.fields.map((field) => [field.localName, given[field.localName] ?? fieldValue(field)])
  return Object.fromEntries(values)
}

function fieldValue(field: DescField): unknown {
  if (field.fieldKind === 'map') return { [`key of ${field.name}`]: `value of ${field.name}` }
  const one = (offset: number) => scalarOf(field, field.number * 10 + offset)
  return field.fieldKind === 'list' ? [one(1), one(2)] : one(0)
}

function scalarOf(field: DescField, seed: number): unknown {
  const scalar = field.fieldKind === 'scalar' ? field.scalar : field.fieldKind === 'list' ? field.scalar : undefined
  switch (scalar) {
    case ScalarType.STRING:
      return `${field.name} ${seed}`
    case ScalarType.BOOL:
      return true
    case ScalarType.DOUBLE:
      return seed + 0.5
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return BigInt(seed) * 1_000_000_007n
    default:
      return seed
  }
}

/** As the table shows a field, for fields that are columns of the same name. */
function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) return hex(value)
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(shown)
  return value
}

async function readBack(table: string, batch: DescMessage): Promise<Record<string, unknown>> {
  const names = namesOf(batch)
  const columns = await sql<{ name: string }>(
    test,
    `SELECT name FROM system.columns WHERE database = 'pyflare' AND table = '${table}'`,
  )
  const present = new Set(columns.map((column) => column.name))
  const select = names.map((name) => {
    if (present.has(name))
      return name.endsWith('_id') && /^((parent_|target_)?(trace|span)|evaluation)_id$/.test(name)
        ? `lower(hex(${name})) AS ${name}_hex`
        : name
    const column = name.replace(/_(ns|ms)$/, '')
    expect(present).toContain(column)
    const unit = name.endsWith('_ns') ? 'Nano' : 'Milli'
    return `toUnixTimestamp64${unit}(${column}) AS ${name}`
  })
  const [row] = await sql<Record<string, unknown>>(
    test,
    `SELECT ${select.join(', ')} FROM ${table} WHERE project_id = 'full'`,
  )
  return Object.fromEntries(Object.entries(row!).map(([name, value]) => [name.replace(/_hex$/, ''), value]))
}

/** Which column holds content is no column by that name. */
function namesOf(batch: DescMessage): string[] {
  return batch.nestedMessages[0]!.fields.map((field) => field.name).filter((name) => !name.endsWith('_held_by'))
}

function expected(batch: DescMessage, record: Record<string, unknown>): Record<string, unknown> {
  const names = new Set(namesOf(batch))
  const fields = batch.nestedMessages[0]!.fields.filter(({ name }) => names.has(name))
  return Object.fromEntries(fields.map((field) => [field.name, shown(record[field.localName])]))
}

describe('every field of a record becomes a column', () => {
  it('spans', async () => {
    const record = fullRecord(TraceBatchSchema, {
      projectId: 'full',
      traceId: traceId(7),
      spanId: spanId(8),
      parentSpanId: spanId(9),
      startTimeNs: NOON_NS + 123_456_789n,
      endTimeNs: NOON_NS + 987_654_321n,
      receivedAtMs: BigInt(NOON),
    })
    await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(record as SpanInit)], token: 'full' })
    expect(await readBack('spans', TraceBatchSchema)).toEqual(expected(TraceBatchSchema, record))
  })

  it('spans whose content another column holds, or nobody says', async () => {
    const whole = { inputMessages: '[1]', inputPreview: 'abc', outputPreview: 'xyz', retrievedDocuments: '[2]' }
    const content: Record<string, SpanInit> = {
      '01': { ...whole, input: 'own', inputHeldBy: 1, output: 'abc', outputHeldBy: 1 },
      '02': { ...whole, inputHeldBy: 2, outputMessages: '[3]', outputHeldBy: 2 },
      '03': { ...whole, input: 'def', inputHeldBy: 3, output: '', outputHeldBy: 3 },
      '04': { ...whole, input: 'abc', output: 'xyz and more' },
      '05': { ...whole, input: '[1]', outputHeldBy: 4 },
      '06': { ...whole, input: 'other', output: '[2]' },
    }
    const records = Object.entries(content).map(([id, made]) =>
      span({ projectId: 'held', spanId: Buffer.from(id.padEnd(16, '0'), 'hex'), ...made }),
    )
    await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...records)], token: 'held' })
    const rows = await sql(
      test,
      `SELECT left(lower(hex(span_id)), 2) AS id, input, output FROM spans WHERE project_id = 'held' ORDER BY id`,
    )
    expect(rows).toEqual([
      { id: '01', input: 'own', output: 'abc' },
      { id: '02', input: '[1]', output: '[3]' },
      { id: '03', input: 'abcdef', output: 'xyz' },
      { id: '04', input: 'abc', output: 'xyz and more' },
      { id: '05', input: '[1]', output: '[2]' },
      { id: '06', input: 'other', output: '[2]' },
    ])
  })

  it('logs', async () => {
    const record = fullRecord(LogBatchSchema, {
      projectId: 'full',
      traceId: traceId(7),
      spanId: spanId(8),
      timeNs: NOON_NS + 123_456_789n,
      observedTimeNs: NOON_NS + 987_654_321n,
      receivedAtMs: BigInt(NOON),
      severityNumber: 17,
    })
    await test.store.writer.insertBlock({ signal: 'log', batches: [logBatch(record as LogInit)], token: 'full' })
    expect(await readBack('logs', LogBatchSchema)).toEqual(expected(LogBatchSchema, record))
  })

  it('metrics', async () => {
    const record = fullRecord(MetricBatchSchema, {
      projectId: 'full',
      timeNs: NOON_NS + 123_456_789n,
      startTimeNs: NOON_NS + 987_654_321n,
      receivedAtMs: BigInt(NOON),
    })
    await test.store.writer.insertBlock({
      signal: 'metric',
      batches: [metricBatch(record as MetricInit)],
      token: 'full',
    })
    expect(await readBack('metrics', MetricBatchSchema)).toEqual(expected(MetricBatchSchema, record))
  })

  it('evaluations', async () => {
    const record = fullRecord(EvaluationBatchSchema, {
      projectId: 'full',
      evaluationId: traceId(5),
      targetTraceId: traceId(7),
      targetSpanId: spanId(8),
      timeNs: NOON_NS + 123_456_789n,
      receivedAtMs: BigInt(NOON),
    })
    const batches = [evaluationBatch(record as EvaluationInit)]
    await test.store.writer.insertBlock({ signal: 'evaluation', batches, token: 'full' })
    expect(await readBack('evaluations', EvaluationBatchSchema)).toEqual(expected(EvaluationBatchSchema, record))
  })

  it('and an absent one is NULL, which is not zero', async () => {
    await test.store.writer.insertBlock({
      signal: 'trace',
      batches: [traceBatch(span({ projectId: 'absent', inputTokens: 0 }))],
      token: 'absent',
    })
    const rows = await sql(
      test,
      `SELECT input_tokens, output_tokens, temperature, stream FROM spans WHERE project_id = 'absent'`,
    )
    expect(rows).toEqual([{ input_tokens: 0, output_tokens: null, temperature: null, stream: null }])
  })
})

describe('a block', () => {
  const counts = async (project: string) => {
    const [row] = await sql<Record<string, string>>(
      test,
      `SELECT
        (SELECT count() FROM spans WHERE project_id = '${project}') AS spans,
        (SELECT sum(spans) FROM spans_by_minute WHERE project_id = '${project}') AS by_minute,
        (SELECT count() FROM trace_extents WHERE project_id = '${project}') AS extents`,
    )
    return Object.fromEntries(Object.entries(row!).map(([table, count]) => [table, Number(count)]))
  }

  it('that is repeated under its token changes nothing, in the views neither', async () => {
    const batches = [0, 1].map((number) =>
      traceBatch(span({ projectId: 'repeated', traceId: traceId(number), spanId: spanId(number) })),
    )
    const block = { signal: 'trace' as const, batches, token: 'traces:0:1-2' }
    await test.store.writer.insertBlock(block)
    const once = await counts('repeated')
    expect(once).toEqual({ spans: 2, by_minute: 2, extents: 2 })
    await test.store.writer.insertBlock(block)
    expect(await counts('repeated')).toEqual(once)
  })

  it('with the same records under another token is another block', async () => {
    const batches = [traceBatch(span({ projectId: 'again' }))]
    await test.store.writer.insertBlock({ signal: 'trace', batches, token: 'first' })
    await test.store.writer.insertBlock({ signal: 'trace', batches, token: 'second' })
    expect(await counts('again')).toMatchObject({ spans: 2, by_minute: 2 })
  })

  it('of logs and one of spans may bear the same token', async () => {
    await test.store.writer.insertBlock({
      signal: 'trace',
      batches: [traceBatch(span({ projectId: 'both' }))],
      token: 'same',
    })
    await test.store.writer.insertBlock({
      signal: 'log',
      batches: [logBatch(log({ projectId: 'both', traceId: traceId(1) }))],
      token: 'same',
    })
    await test.store.writer.insertBlock({
      signal: 'metric',
      batches: [metricBatch(metric({ projectId: 'both' }))],
      token: 'same',
    })
    expect(await sql(test, `SELECT record FROM trace_extents WHERE project_id = 'both' ORDER BY record`)).toEqual([
      { record: 'span' },
      { record: 'log' },
    ])
    expect(await sql(test, `SELECT points FROM metrics_by_hour WHERE project_id = 'both'`)).toEqual([{ points: '1' }])
  })

  it('of 100,000 rows is one part, and stays one when it is repeated', async () => {
    const batch = traceBatch(
      ...Array.from({ length: 500 }, (_, number) =>
        span({
          projectId: 'large',
          traceId: traceId(number),
          spanId: spanId(number),
          startTimeNs: NOON_NS + BigInt(number),
          input: `a question that no other span asks, number ${number}`.repeat(30),
        }),
      ),
    )
    const batches = Array.from({ length: 200 }, () => batch)
    const block = { signal: 'trace' as const, batches, token: 'large' }
    await test.store.writer.insertBlock(block)
    await test.store.writer.insertBlock(block)
    expect(
      await sql(test, `SELECT uniqExact(_part) AS parts, count() AS rows FROM spans WHERE project_id = 'large'`),
    ).toEqual([{ parts: '1', rows: '100000' }])
    expect(await counts('large')).toMatchObject({ by_minute: 100_000 })
  })

  it('over many days is stored, however wrong the clock was', async () => {
    const day = 86_400_000_000_000n
    const records = Array.from({ length: 300 }, (_, number) =>
      span({ projectId: 'days', spanId: spanId(number), startTimeNs: NOON_NS - BigInt(number - 100) * 50n * day }),
    )
    await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...records)], token: 'days' })
    const [row] = await sql<Record<string, string>>(
      test,
      `SELECT count() AS rows, uniqExact(_partition_id) AS partitions FROM spans WHERE project_id = 'days'`,
    )
    expect(row).toEqual({ rows: '300', partitions: '3' })
  })

  it('without batches is nothing to do', async () => {
    await test.store.writer.insertBlock({ signal: 'trace', batches: [], token: 'empty' })
  })
})

describe('bytes that are no records', () => {
  const good = traceBatch(span({ projectId: 'unreadable' }))

  it.each([
    ['a batch that was cut', [good.slice(0, -3)]],
    ['a good batch and noise', [good, Uint8Array.from([10, 200, 1, 3, 3])]],
    ['an id that is too long', [traceBatch(span({ projectId: 'unreadable', traceId: new Uint8Array(20) }))]],
  ])('%s is refused whole', async (_name, batches) => {
    const insert = test.store.writer.insertBlock({ signal: 'trace', batches, token: `bad ${_name}` })
    await expect(insert).rejects.toMatchObject({ code: 'invalid_argument', retryable: false })
    expect(await sql(test, `SELECT count() AS n FROM spans WHERE project_id = 'unreadable'`)).toEqual([{ n: '0' }])
  })

  it('a good block under the token of a refused one is stored', async () => {
    await test.store.writer.insertBlock({ signal: 'trace', batches: [good], token: 'bad a batch that was cut' })
    expect(await sql(test, `SELECT count() AS n FROM spans WHERE project_id = 'unreadable'`)).toEqual([{ n: '1' }])
  })
})

describe('hostile text is a value', () => {
  it.each([
    ['quotes', `'); DROP TABLE spans; --`],
    ['a blank line and SQL after it', 'a\n\nDROP TABLE spans;\n\nSELECT 1'],
    ['NUL', 'a\u0000b'],
    ['backslashes and tabs', '\\N\t\\\\\r\n'],
    ['placeholders', '{project:String} ? $1 %s'],
    ['other scripts', 'שלום 你好 👩‍🚀'],
  ])('%s', async (name, text) => {
    const projectId = `hostile ${name}`
    const record = span({ projectId, operationName: text, userId: text, input: text, attributes: { [text]: text } })
    await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(record)], token: projectId })
    const { rows } = await test.store.reader.listSpans({ projectId, traceId: hex(traceId(1)), limit: 10 })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ operation_name: text, user_id: text, input: text, attributes: { [text]: text } })
  })

  it('invalid UTF-8 is kept, and shown with replacement characters', async () => {
    const bytes = Buffer.from(traceBatch(span({ projectId: 'bytes', userId: 'aXXb' })))
    const at = bytes.indexOf('aXXb')
    bytes.set([0xff, 0xfe], at + 1)
    await test.store.writer.insertBlock({ signal: 'trace', batches: [bytes], token: 'bytes' })
    expect(await sql(test, `SELECT hex(user_id) AS bytes FROM spans WHERE project_id = 'bytes'`)).toEqual([
      { bytes: '61FFFE62' },
    ])
    const { rows } = await test.store.reader.listSpans({ projectId: 'bytes', traceId: hex(traceId(1)), limit: 10 })
    expect(rows[0]?.user_id).toEqual(expect.stringMatching(/^a\uFFFD+b$/))
  })
})

describe('dead letters', () => {
  it('are kept once for each place in the log, bytes and all', async () => {
    const letter = {
      projectId: 'dead',
      topic: 'pyflare.traces',
      partition: 3,
      offset: 12_345_678_901_234n,
      reason: 'Too large value\n\nfor FixedString(16)',
      payload: Uint8Array.from([0, 10, 10, 255, 39]),
      failedAt: new Date(NOON),
    }
    await test.store.writer.insertDeadLetters([letter])
    await test.store.writer.insertDeadLetters([{ ...letter, failedAt: new Date(NOON + 1000) }])
    const rows = await sql(
      test,
      `SELECT topic, partition, offset, reason, hex(payload) AS bytes FROM dead_letters FINAL WHERE project_id = 'dead'`,
    )
    expect(rows).toEqual([
      { topic: 'pyflare.traces', partition: 3, offset: '12345678901234', reason: letter.reason, bytes: '000A0AFF27' },
    ])
  })
})
