import { settleTrace } from '@pyflare/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SpanReread, StoredSpanQuery } from '../telemetry-store.ts'
import { hex, NOON, NOON_NS, SECOND_NS, type SpanInit, span, spanId, traceBatch, traceId } from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

const insert = (token: string, ...spans: SpanInit[]) =>
  test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...spans)], token })

const RANGE = { startTimeNs: NOON_NS, endTimeNs: NOON_NS + 3600n * SECOND_NS }

const reread = (more: Partial<SpanReread> = {}): SpanReread => ({
  traceId: hex(traceId(1)),
  spanId: hex(spanId(1)),
  startTimeNs: NOON_NS,
  version: 1,
  rowVersion: 1,
  normalizerVersion: 2,
  columns: {},
  ...more,
})

const listed = async (projectId: string, trace = 1) =>
  (await test.store.reader.listSpans({ projectId, traceId: hex(traceId(trace)), limit: 10 })).rows

const compact = async (projectId: string, trace = 1) =>
  (await test.store.settlement.read(projectId, [hex(traceId(trace))]))[0]?.spans ?? []

describe('a span as its row has it', () => {
  it('comes back with all that reading it again needs', async () => {
    const projectId = 'stored'
    await insert('stored', {
      ...span({ projectId, parentSpanId: spanId(7), attributes: { b: '2', a: 'x' }, resourceAttributes: { r: '1' } }),
      attributeTypes: { b: 'number' },
      contentFrom: { input_messages: 'llm.input_messages.*' },
      contentFacts: { 'output.value$.usage': '{"prompt_tokens":3}' },
      input: '[1]',
      inputMessages: '[1]',
      events: '[]',
      tags: ['one'],
      inputTokens: 5,
      costReportedNanos: 7n,
      seed: -3n,
      timeToFirstTokenNs: 9n,
      cacheWrite1hTokens: 4,
      normalizerVersion: 1,
    })
    const page = await test.store.normalization.readSpans({ projectId, ...RANGE, limit: 10 })
    expect(page).toMatchObject({ nextCursor: undefined, spans: [{ earlier: undefined }] })
    expect(page.spans[0]?.span).toMatchObject({
      traceId: traceId(1),
      spanId: spanId(1),
      parentSpanId: spanId(7),
      startTimeNs: NOON_NS,
      operationName: 'chat',
      spanKind: 'client',
      attributes: { b: '2', a: 'x' },
      resourceAttributes: { r: '1' },
      attributeTypes: { b: 'number' },
      contentFrom: { input_messages: 'llm.input_messages.*' },
      contentFacts: { 'output.value$.usage': '{"prompt_tokens":3}' },
      input: '[1]',
      inputMessages: '[1]',
      output: '',
      tags: ['one'],
      inputTokens: 5,
      outputTokens: undefined,
      costReportedNanos: 7n,
      seed: -3n,
      timeToFirstTokenNs: 9n,
      cacheWrite1hTokens: 4,
      normalizeRepaired: false,
      normalizerVersion: 1,
    })
    expect(await test.store.normalization.readSpan(projectId, hex(traceId(1)), hex(spanId(1)))).toEqual({
      span: page.spans[0]?.span,
      reread: undefined,
      patch: {},
    })
    expect(await test.store.normalization.readSpan('another', hex(traceId(1)), hex(spanId(1)))).toBeUndefined()
  })

  it('is read page by page in order of start, each once, the newest of its copies', async () => {
    const projectId = 'paged'
    const spans = Array.from({ length: 25 }, (_, at) =>
      span({
        projectId,
        traceId: traceId(Math.floor(at / 5)),
        spanId: spanId(at),
        startTimeNs: NOON_NS + BigInt(at % 7) * SECOND_NS,
        normalizerVersion: at === 3 ? 9 : 1,
      }),
    )
    await insert('paged', ...spans)
    await insert('paged again', { ...spans[0], receivedAtMs: (spans[0]?.receivedAtMs ?? 0n) + 1n, modelId: 'newer' })
    const found: string[] = []
    let cursor: string | undefined
    let pages = 0
    do {
      const page = await test.store.normalization.readSpans({
        projectId,
        ...RANGE,
        olderThan: { normalizerVersion: 9 },
        limit: 4,
        cursor,
      })
      found.push(...page.spans.map(({ span: each }) => `${hex(each.spanId)} ${each.modelId}`))
      cursor = page.nextCursor
      pages += 1
    } while (cursor !== undefined)
    expect(pages).toBeGreaterThan(5)
    expect(new Set(found).size).toBe(24)
    expect(found).toContain(`${hex(spanId(0))} newer`)
    expect(found.map((id) => id.split(' ')[0])).not.toContain(hex(spanId(3)))
  })
})

describe('what a span reads like by now', () => {
  it('stands in the place of its own columns, for pages and for settling', async () => {
    const projectId = 'reread'
    await insert(
      'reread',
      span({
        projectId,
        modelId: 'wrong',
        inputTokens: 1,
        isAggregate: true,
        outputTokens: 3,
        tags: ['old'],
        seed: 1n,
      }),
    )
    await insert('foreign', span({ projectId: 'other', modelId: 'wrong' }))
    const columns = {
      model_id: 'gpt-4o',
      input_tokens: '12',
      output_tokens: '',
      is_aggregate: 'false',
      tags: '["new","er"]',
      seed: '9007199254740993',
      input: 'What?',
      input_messages: '[{"role":"user","parts":[]}]',
      cost_reported_nanos: '2000000000',
      not_a_column: 'x',
    }
    await test.store.normalization.writeRereads(projectId, [reread({ columns })])
    await test.store.normalization.writeRereads(projectId, [reread({ columns })])
    const [row] = await listed(projectId)
    expect(row).toMatchObject({
      model_id: 'gpt-4o',
      input_tokens: 12,
      output_tokens: null,
      is_aggregate: false,
      tags: ['new', 'er'],
      input: 'What?',
      input_messages: [{ role: 'user', parts: [] }],
      cost_reported: 2,
    })
    expect(row).not.toHaveProperty('not_a_column')
    expect((await compact(projectId))[0]).toMatchObject({
      modelId: 'gpt-4o',
      inputTokens: 12,
      outputTokens: undefined,
      isAggregate: false,
      tags: ['new', 'er'],
      hasMessages: true,
      hasInput: true,
      hasOutput: false,
      costReportedNanos: 2_000_000_000n,
    })
    const ref = { traceId: hex(traceId(1)), spanId: hex(spanId(1)), timeNs: NOON_NS }
    expect(await test.store.settlement.readTellings(projectId, [ref])).toMatchObject([{ modelId: 'gpt-4o' }])
    expect((await listed('other'))[0]).toMatchObject({ model_id: 'wrong' })
  })

  it('is what the newest version says, in whichever order they were written', async () => {
    const projectId = 'versions'
    await insert(
      'versions',
      span({ projectId, modelId: 'zero', normalizerVersion: 1 }),
      span({ projectId, spanId: spanId(2), normalizerVersion: 1 }),
    )
    await test.store.normalization.writeRereads(projectId, [reread({ version: 5, columns: { model_id: 'five' } })])
    await test.store.normalization.writeRereads(projectId, [reread({ version: 4, columns: { model_id: 'four' } })])
    expect((await listed(projectId))[0]?.model_id).toBe('five')
    const page = await test.store.normalization.readSpans({ projectId, ...RANGE, limit: 10 })
    expect(page.spans.map(({ earlier }) => earlier)).toEqual([
      { normalizerVersion: 2, version: 5, columns: { model_id: 'five' } },
      undefined,
    ])
    expect(page.spans[0]?.span.modelId).toBe('zero')
    const ids = async (olderThan: StoredSpanQuery['olderThan']) =>
      (await test.store.normalization.readSpans({ projectId, ...RANGE, olderThan, limit: 10 })).spans.map((each) =>
        hex(each.span.spanId),
      )
    expect(await ids({ normalizerVersion: 2 })).toEqual([hex(spanId(2))])
    expect(await ids({ normalizerVersion: 2, exceptBy: 5 })).toHaveLength(2)
    expect(await ids({ normalizerVersion: 3 })).toHaveLength(2)
    expect(await ids({ normalizerVersion: 1 })).toEqual([])
    expect(await test.store.normalization.versions({ projectId, ...RANGE })).toEqual([
      { version: 1, spans: 1 },
      { version: 2, spans: 1 },
    ])
  })

  it('is what the page of libraries counts', async () => {
    const projectId = 'libraries'
    const lacking = {
      projectId,
      scopeName: 'lib',
      usageMissing: true,
      normalizeConflict: ['provider'],
      normalizerVersion: 1,
    }
    await insert('libraries', span(lacking), span({ ...lacking, spanId: spanId(2) }))
    const range = { projectId, startTime: new Date(NOON - 60_000), endTime: new Date(NOON + 60_000) }
    const before = (await test.store.reader.instrumentation(range)).libraries[0]
    expect(before).toMatchObject({ spans: 2, calls: 2, usage_missing: 2, without_messages: 2, conflicts: 2 })
    const columns = {
      usage_missing: 'false',
      input_messages: '[{}]',
      normalize_conflict: '[]',
      dialects: '["oi"]',
      model_id: 'gpt-4o',
      stream: '',
      normalizer_version: '2',
    }
    await test.store.normalization.writeRereads(projectId, [reread({ columns })])
    const after = (await test.store.reader.instrumentation(range)).libraries[0]
    expect(after).toMatchObject({ spans: 2, calls: 2, usage_missing: 1, without_messages: 1, conflicts: 1 })
    expect(after).toMatchObject({ without_model: 1, dialects: ['oi'], normalizer_version: 1 })
  })

  it('is found by its text', async () => {
    const projectId = 'text'
    await insert('text', span({ projectId, input: 'before' }))
    const columns = { input: 'a giraffe', output: '' }
    await test.store.normalization.writeRereads(projectId, [reread({ columns })])
    const input = (await test.store.settlement.read(projectId, [hex(traceId(1))]))[0]
    expect(input?.spans).toHaveLength(1)
    const range = {
      startTime: new Date(Number(NOON_NS / 1_000_000n) - 1),
      endTime: new Date(Number(NOON_NS / 1_000_000n) + 60_000),
    }
    const facts = input === undefined ? undefined : settleTrace(input)
    if (facts !== undefined) await test.store.settlement.write(projectId, [facts])
    const search = (text: string) => test.store.reader.countTraces({ projectId, ...range, text })
    expect(await search('giraffe')).toBe(1)
    expect(await search('elephant')).toBe(0)
  })
})
