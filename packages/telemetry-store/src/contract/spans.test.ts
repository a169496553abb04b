import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SpanRow } from '../rows.ts'
import { hex, NOON, NOON_NS, type SpanInit, span, spanId, traceBatch, traceId } from './records.ts'
import { openTestStore, sql, type TestStore } from './test-store.ts'

let test: TestStore
let block = 0

beforeAll(async () => {
  test = await openTestStore()
})

afterAll(() => test.close())

async function insert(...records: SpanInit[]): Promise<void> {
  await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...records)], token: `t${block++}` })
}

async function spansOf(projectId: string, limit = 100): Promise<SpanRow[]> {
  return (await test.store.reader.listSpans({ projectId, traceId: hex(traceId(1)), limit })).rows
}

describe('the spans of a trace', () => {
  it('come in order of start, in pages, each once', async () => {
    const numbers = [5, 3, 9, 1, 7, 2, 8, 4, 6, 0]
    await insert(
      ...numbers.map((each) =>
        span({ projectId: 'paged', spanId: spanId(each), startTimeNs: NOON_NS + BigInt(each >> 1) }),
      ),
    )
    await insert(
      span({
        projectId: 'paged',
        spanId: spanId(3),
        startTimeNs: NOON_NS + 1n,
        receivedAtMs: BigInt(NOON + 1),
        userId: 'again',
      }),
    )
    const found: SpanRow[] = []
    let cursor: string | undefined
    do {
      const page = await test.store.reader.listSpans({ projectId: 'paged', traceId: hex(traceId(1)), limit: 3, cursor })
      found.push(...page.rows)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(found.map((row) => row.span_id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((each) => hex(spanId(each))))
    expect(found[3]?.user_id).toBe('again')
  })

  it('come by the ten thousand', async () => {
    const numbers = Array.from({ length: 12_000 }, (_, each) => each)
    // Many begin at the same moment, and the pages of ten thousand part them.
    await insert(
      ...numbers.map((each) =>
        span({ projectId: 'many', spanId: spanId(each), startTimeNs: NOON_NS + BigInt(Math.floor(each / 4_000)) }),
      ),
    )
    const query = { projectId: 'many', traceId: hex(traceId(1)), limit: 10_000 }
    const first = await test.store.reader.listSpans(query)
    const second = await test.store.reader.listSpans({ ...query, cursor: first.nextCursor })
    expect([first.rows.length, second.rows.length, second.nextCursor]).toEqual([10_000, 2_000, undefined])
    expect([...first.rows, ...second.rows].map((row) => row.span_id)).toEqual(numbers.map((each) => hex(spanId(each))))
  })

  it('of great size come in shorter pages', async () => {
    const input = 'x'.repeat(20 * 2 ** 20)
    await insert(
      ...[1, 2, 3].map((each) =>
        span({ projectId: 'great', spanId: spanId(each), startTimeNs: NOON_NS + BigInt(each), input }),
      ),
    )
    const page = await test.store.reader.listSpans({ projectId: 'great', traceId: hex(traceId(1)), limit: 100 })
    expect(page.rows).toHaveLength(1)
    expect(page.nextCursor).toBeDefined()
  })

  it('show structures parsed, and what does not parse as the text it is', async () => {
    await insert(
      span({
        projectId: 'structures',
        input: '123',
        output: '{"cut":',
        inputMessages: '[{"role":"user","__proto__":{"x":1}}]',
        params: '{"temperature":0.5}',
        metadata: '',
        toolCalls: 'null',
      }),
    )
    const [row] = await spansOf('structures')
    expect(row).toMatchObject({
      input: '123',
      output: '{"cut":',
      params: { temperature: 0.5 },
      metadata: null,
      tool_calls: 'null',
    })
    expect(JSON.stringify(row?.input_messages)).toBe('[{"role":"user","__proto__":{"x":1}}]')
  })

  it('show input and messages each as they were', async () => {
    const messages = '[{"role":"user"}]'
    await insert(
      span({ projectId: 'inputs', spanId: spanId(1), input: messages, inputMessages: messages }),
      span({ projectId: 'inputs', spanId: spanId(2), input: 'plain', inputMessages: messages }),
      span({ projectId: 'inputs', spanId: spanId(3), input: '', inputMessages: messages }),
      span({ projectId: 'inputs', spanId: spanId(4), input: '', inputMessages: '' }),
    )
    expect((await spansOf('inputs')).map((row) => [row.input, row.input_messages])).toEqual([
      [[{ role: 'user' }], [{ role: 'user' }]],
      ['plain', [{ role: 'user' }]],
      [null, [{ role: 'user' }]],
      [null, null],
    ])
  })

  it.each<[string, SpanInit, stored: string]>([
    ['that its preview is the whole of', { input: 'short', inputPreview: 'short' }, ''],
    ['that begins with its preview', { input: 'Größe 🔥 and so on', inputPreview: 'Größe 🔥' }, ' and so on'],
    ['that its preview is not of', { input: 'a b', inputPreview: 'b' }, 'a b'],
    ['without a preview', { input: 'a b' }, 'a b'],
    ['that is gone while its preview stands', { inputPreview: 'b' }, ''],
    ['that are documents', { output: '[{"id":"d"}]', outputPreview: '[{', retrievedDocuments: '[{"id":"d"}]' }, ''],
    ['beside documents', { output: 'found it', outputPreview: 'found', retrievedDocuments: '[{"id":"d"}]' }, ' it'],
    ['without documents', { outputPreview: 'x', outputMessages: '[]' }, ''],
  ])('keep text %s once, and show it whole', async (what, init, stored) => {
    await insert(span({ projectId: what, ...init }))
    const [row] = await spansOf(what)
    const shown = (text: string | undefined) => (text?.startsWith('[') ? JSON.parse(text) : text || null)
    expect([row?.input, row?.output]).toEqual([shown(init.input), shown(init.output)])
    expect([row?.input_preview, row?.output_preview]).toEqual([init.inputPreview ?? '', init.outputPreview ?? ''])
    const [kept] = await sql<{ own: string }>(
      test,
      'SELECT concat(own_input, own_output) AS own FROM spans WHERE project_id = {what:String}',
      { what },
    )
    expect(kept?.own).toBe(stored)
    const [settled] = await test.store.settlement.read(what, [hex(traceId(1))])
    const has = (...texts: (string | undefined)[]) => texts.some((text) => text !== undefined)
    expect(settled?.spans[0]).toMatchObject({
      hasInput: has(init.input, init.inputMessages),
      hasOutput: has(init.output, init.outputMessages),
    })
  })

  it('show events and links with their times, and none where they are unreadable', async () => {
    await insert(
      span({
        projectId: 'events',
        spanId: spanId(1),
        events: JSON.stringify([
          { time_ns: '1795176000000000001', name: 'exception', attributes: { a: 'b' } },
          'odd',
          null,
        ]),
        links: JSON.stringify([{ trace_id: hex(traceId(2)), span_id: hex(spanId(2)), attributes: { n: 1 } }]),
      }),
      span({ projectId: 'events', spanId: spanId(2), events: 'not json', links: '{}' }),
    )
    const [first, second] = await spansOf('events')
    expect(first?.events[0]).toEqual({
      time: '2026-11-20T12:00:00.000000001Z',
      name: 'exception',
      attributes: { a: 'b' },
    })
    expect(first?.events).toHaveLength(3)
    expect(first?.links).toEqual([{ trace_id: hex(traceId(2)), span_id: hex(spanId(2)), attributes: { n: '1' } }])
    expect([second?.events, second?.links]).toEqual([[], []])
  })

  it('show numbers, flags and what is unknown', async () => {
    await insert(
      span({
        projectId: 'values',
        seed: 42n,
        timeToFirstTokenNs: 5n,
        stream: false,
        temperature: 0,
        costReportedNanos: 5_000n,
        isAggregate: true,
      }),
    )
    expect((await spansOf('values'))[0]).toMatchObject({
      parent_span_id: null,
      duration_ns: 5_000_000,
      duration_ms: 5,
      seed: 42,
      time_to_first_token_ns: 5,
      stream: false,
      temperature: 0,
      top_p: null,
      is_aggregate: true,
      cost_reported: 0.000005,
      cost_usd: null,
      cost_source: '',
    })
  })
})
