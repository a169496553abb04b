import type { CompactSpan, LedgerEntry, TraceFacts, TraceIndex } from '@pyflare/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entry, indexRow } from './facts.ts'
import { hex, log, logBatch, NOON, NOON_NS, SECOND_NS, span, spanId, traceBatch, traceId } from './records.ts'
import { openTestStore, sql, type TestStore } from './test-store.ts'

const MAX_SPANS = 20

let test: TestStore
let block = 0

beforeAll(async () => {
  test = await openTestStore({ maxSpansPerTrace: MAX_SPANS })
})

afterAll(() => test.close())

async function insert(...records: Parameters<typeof traceBatch>): Promise<void> {
  await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...records)], token: `t${block++}` })
}

async function insertLogs(...records: Parameters<typeof logBatch>): Promise<void> {
  await test.store.writer.insertBlock({ signal: 'log', batches: [logBatch(...records)], token: `l${block++}` })
}

async function readOne(projectId: string, trace = hex(traceId(1))) {
  const [input] = await test.store.settlement.read(projectId, [trace])
  return input!
}

function facts(index: Partial<TraceIndex>, rest: Partial<TraceFacts> = {}): TraceFacts {
  return { index: indexRow(index), replacesStartTimeNs: undefined, patches: [], entries: [], ...rest }
}

const listed = async (projectId: string) => (await test.store.reader.listTraces({ projectId, limit: 10 })).rows

describe('reading', () => {
  it('gives a span with all that settling needs', async () => {
    await insert(
      span({
        projectId: 'read',
        parentSpanId: spanId(9),
        operationName: 'chat gpt',
        responseId: 'r-1',
        inputTokens: 7,
        outputTokens: 0,
        costReportedNanos: 1234567890123456789n,
        tags: ['a', 'b'],
        inputMessages: '[{"role":"user"}]',
        inputPreview: 'hi',
        usageEstimated: true,
        errorType: 'timeout',
        status: 'error',
        samplingRate: 0.25,
      }),
    )
    const { spans, ...rest } = await readOne('read')
    expect(rest).toEqual({
      traceId: hex(traceId(1)),
      contentLogs: [],
      balances: [],
      patchPrints: new Map(),
      previous: undefined,
      cut: false,
    })
    expect(spans).toHaveLength(1)
    expect(spans[0]).toMatchObject({
      traceId: hex(traceId(1)),
      spanId: hex(spanId(1)),
      parentSpanId: hex(spanId(9)),
      startTimeNs: NOON_NS,
      endTimeNs: NOON_NS + 5_000_000n,
      name: 'chat gpt',
      responseId: 'r-1',
      inputTokens: 7,
      outputTokens: 0,
      totalTokens: undefined,
      costReportedNanos: 1234567890123456789n,
      costInputReportedNanos: undefined,
      tags: ['a', 'b'],
      hasMessages: true,
      inputPreview: 'hi',
      usageEstimated: true,
      usageIncomplete: false,
      isAggregate: false,
      errorType: 'timeout',
      status: 'error',
      samplingRate: 0.25,
    })
  })

  it('shows a root with no parent', async () => {
    await insert(span({ projectId: 'root' }))
    expect((await readOne('root')).spans[0]?.parentSpanId).toBe('')
  })

  it('answers for every id, in order, also where nothing is known', async () => {
    await insert(span({ projectId: 'ids', traceId: traceId(5) }))
    const ids = [traceId(4), traceId(5), traceId(6)].map(hex)
    const inputs = await test.store.settlement.read('ids', ids)
    expect(inputs.map((input) => [input.traceId, input.spans.length])).toEqual([
      [ids[0], 0],
      [ids[1], 1],
      [ids[2], 0],
    ])
  })

  it('gathers a trace across blocks, days and months', async () => {
    const day = 86_400n * SECOND_NS
    for (const days of [0n, 1n, 25n]) {
      const startTimeNs = NOON_NS - days * day
      await insert(span({ projectId: 'long', spanId: spanId(Number(days)), startTimeNs }))
    }
    const { spans } = await readOne('long')
    expect(spans.map((each) => each.startTimeNs)).toEqual([NOON_NS - 25n * day, NOON_NS - day, NOON_NS])
  })

  it('counts a span that came twice once, as it came last', async () => {
    await insert(span({ projectId: 'twice', receivedAtMs: BigInt(NOON + 5), inputTokens: 2 }))
    await insert(span({ projectId: 'twice', receivedAtMs: BigInt(NOON), inputTokens: 1 }))
    const { spans } = await readOne('twice')
    expect(spans.map((each) => each.inputTokens)).toEqual([2])
  })

  it('takes what came for all of a trace of which nothing is known, and reads any other', async () => {
    const trace = hex(traceId(1))
    const came = async (projectId: string) => {
      await insert(span({ projectId, spanId: spanId(7), startTimeNs: NOON_NS }))
      const [stored] = (await readOne(projectId)).spans
      return [{ ...stored!, name: 'as it came' }]
    }
    const namesOf = async (projectId: string, arrived: readonly CompactSpan[]) => {
      const [input] = await test.store.settlement.read(projectId, [trace], new Map([[trace, arrived]]))
      return input?.spans.map(({ name }) => name)
    }
    expect(await namesOf('came', await came('came'))).toEqual(['as it came'])

    const settled = await came('came and settled')
    await test.store.settlement.write('came and settled', [facts({ startTimeNs: NOON_NS })])
    expect(await namesOf('came and settled', settled)).toEqual([expect.not.stringMatching('as it came')])

    const told = await came('came and told by logs')
    await insertLogs(log({ projectId: 'came and told by logs', traceId: traceId(1), isContent: true }))
    expect(await namesOf('came and told by logs', told)).toEqual([expect.not.stringMatching('as it came')])

    const late = await came('came late')
    await insert(span({ projectId: 'came late', spanId: spanId(8), startTimeNs: NOON_NS + SECOND_NS }))
    expect(await namesOf('came late', late)).toHaveLength(2)
  })

  it('cuts a trace that is too large, and says so', async () => {
    const many = (count: number, trace: number) =>
      Array.from({ length: count }, (_, number) =>
        span({
          projectId: 'cut',
          traceId: traceId(trace),
          spanId: spanId(number),
          startTimeNs: NOON_NS + BigInt(number),
        }),
      )
    await insert(...many(MAX_SPANS, 1), ...many(MAX_SPANS + 30, 2))
    const [whole, cut] = await test.store.settlement.read('cut', [hex(traceId(1)), hex(traceId(2))])
    expect([whole?.spans.length, whole?.cut, cut?.spans.length, cut?.cut]).toEqual([MAX_SPANS, false, 0, true])
  })

  it('brings the logs that carry messages, and no others', async () => {
    await insert(span({ projectId: 'content' }))
    const shared = { projectId: 'content', traceId: traceId(1), spanId: spanId(1) }
    await insertLogs(
      log({
        ...shared,
        timeNs: NOON_NS + 2n,
        eventName: 'gen_ai.choice',
        body: '{"b":1}',
        attributes: { k: 'v' },
        isContent: true,
      }),
      log({ ...shared, timeNs: NOON_NS + 1n, eventName: 'gen_ai.user.message', body: '{"a":1}', isContent: true }),
      log({ ...shared, body: 'a mere log' }),
      log({ projectId: 'other', traceId: traceId(1), spanId: spanId(1), isContent: true }),
    )
    const { contentLogs } = await readOne('content')
    expect(
      contentLogs.map((each) => [each.timeNs - NOON_NS, each.eventName, each.body, { ...each.attributes }]),
    ).toEqual([
      [1n, 'gen_ai.user.message', '{"a":1}', {}],
      [2n, 'gen_ai.choice', '{"b":1}', { k: 'v' }],
    ])
  })

  it('finds logs of a trace whose spans never came', async () => {
    await insertLogs(log({ projectId: 'spanless', traceId: traceId(1), spanId: spanId(1), isContent: true }))
    const input = await readOne('spanless')
    expect([input.spans.length, input.contentLogs.length]).toEqual([0, 1])
  })
})

describe('the index', () => {
  it('shows the newest version of a trace alone', async () => {
    await insert(span({ projectId: 'versions' }))
    await test.store.settlement.write('versions', [facts({ version: 1, name: 'first' })])
    expect((await readOne('versions')).previous).toEqual({ version: 1, startTimeNs: NOON_NS })
    await test.store.settlement.write('versions', [facts({ version: 2, name: 'second' })])
    expect((await readOne('versions')).previous).toEqual({ version: 2, startTimeNs: NOON_NS })
    expect((await listed('versions')).map((row) => [row.name, row.version])).toEqual([['second', 2]])
  })

  it('moves a trace whose start changed, and leaves nothing behind', async () => {
    await insert(span({ projectId: 'moved' }))
    await insert(span({ projectId: 'moved', spanId: spanId(2), startTimeNs: NOON_NS - SECOND_NS }))
    await test.store.settlement.write('moved', [facts({ version: 1, name: 'child first' })])
    const earlier = { version: 2, name: 'with root', startTimeNs: NOON_NS - SECOND_NS }
    await test.store.settlement.write('moved', [facts(earlier, { replacesStartTimeNs: NOON_NS })])
    expect((await listed('moved')).map((row) => row.name)).toEqual(['with root'])
    expect((await test.store.reader.getTrace('moved', hex(traceId(1))))?.name).toBe('with root')
    expect((await readOne('moved')).previous).toEqual({ version: 2, startTimeNs: NOON_NS - SECOND_NS })
    expect(await test.store.reader.countTraces({ projectId: 'moved' })).toBe(1)
  })

  it('may move back to where it was', async () => {
    await insert(span({ projectId: 'back' }), span({ projectId: 'back', spanId: spanId(2), startTimeNs: NOON_NS - 1n }))
    await test.store.settlement.write('back', [facts({ version: 1 })])
    await test.store.settlement.write('back', [
      facts({ version: 2, startTimeNs: NOON_NS - 1n }, { replacesStartTimeNs: NOON_NS }),
    ])
    await test.store.settlement.write('back', [facts({ version: 3 }, { replacesStartTimeNs: NOON_NS - 1n })])
    expect((await listed('back')).map((row) => row.version)).toEqual([3])
  })

  it('keeps what is unknown apart from zero', async () => {
    const unknown = {
      inputTokens: undefined,
      costNanos: undefined,
      costStatus: 'unknown' as const,
      rootSeen: false,
      rootSpanId: '',
    }
    await test.store.settlement.write('unknown', [facts({ ...unknown, outputTokens: 0 })])
    expect((await listed('unknown'))[0]).toMatchObject({
      input_tokens: null,
      output_tokens: 0,
      cost_usd: null,
      cost_status: 'unknown',
      root_seen: false,
      root_span_id: '',
    })
  })

  it('takes any text, half characters too', async () => {
    const name = 'a\n\n"b\\ \u0000'
    await test.store.settlement.write('texts', [facts({ name, inputPreview: 'cut \uD83D', tags: ['\uDE00x'] })])
    expect((await listed('texts'))[0]).toMatchObject({ name, input_preview: 'cut \uFFFD', tags: ['\uFFFDx'] })
  })
})

describe('the ledger', () => {
  const priced = (more: Partial<LedgerEntry> = {}) =>
    entry({ fingerprint: 'f1', calls: 1, inputTokens: 5, costNanos: 7n, ...more })
  const write = (projectId: string, version: number, ...entries: LedgerEntry[]) =>
    test.store.settlement.write(projectId, [facts({ version }, { entries })])

  it('sums entries by span and fingerprint, and forgets what was taken back', async () => {
    await insert(span({ projectId: 'ledger' }))
    await write('ledger', 1, priced(), priced({ spanId: hex(spanId(2)), costNanos: 9_007_199_254_740_993n }))
    await write('ledger', 2, priced({ reason: 'reversed', calls: -1, inputTokens: -5, costNanos: -7n }))
    await write('ledger', 3, priced({ fingerprint: 'f2', modelId: 'other', costNanos: 3n }))
    const { balances } = await readOne('ledger')
    expect(balances.map((each) => [each.spanId, each.fingerprint, each.modelId, each.calls, each.costNanos])).toEqual([
      [hex(spanId(1)), 'f2', 'other', 1, 3n],
      [hex(spanId(2)), 'f1', 'gpt', 1, 9_007_199_254_740_993n],
    ])
  })

  it('gives back every dimension of an entry', async () => {
    await insert(span({ projectId: 'dimensions' }))
    const full = priced({
      userId: 'u',
      sessionId: 's',
      featureId: 'f',
      team: 't',
      environment: 'e',
      release: 'r',
      priceVersion: 'p',
      errors: 1,
    })
    await write('dimensions', 1, full)
    const { reason, ...balance } = full
    expect((await readOne('dimensions')).balances).toEqual([balance])
  })

  it('counts a repeated write once, in its sums too', async () => {
    await insert(span({ projectId: 'repeat' }))
    await write('repeat', 1, priced())
    await write('repeat', 1, priced())
    const [sums] = await sql(
      test,
      `SELECT
        (SELECT sum(cost_nanos) FROM ledger WHERE project_id = 'repeat') AS ledger,
        (SELECT sum(cost_nanos) FROM ledger_by_minute WHERE project_id = 'repeat') AS by_minute,
        (SELECT sum(cost_nanos) FROM ledger_by_hour WHERE project_id = 'repeat') AS by_hour`,
    )
    expect(sums).toEqual({ ledger: '7', by_minute: '7', by_hour: '7' })
  })

  it('keeps dimensions apart in its sums', async () => {
    const entries = ['a', 'b'].flatMap((team) =>
      ['x', 'y'].map((userId) => priced({ team, userId, spanId: hex(spanId(1)) })),
    )
    await write('sums', 1, ...entries)
    await sql(test, 'OPTIMIZE TABLE ledger FINAL')
    expect(
      await sql(
        test,
        `SELECT team, user_id, sum(cost_nanos) AS n FROM ledger_by_hour WHERE project_id = 'sums' GROUP BY 1, 2 ORDER BY 1, 2`,
      ),
    ).toEqual([
      { team: 'a', user_id: 'x', n: '7' },
      { team: 'a', user_id: 'y', n: '7' },
      { team: 'b', user_id: 'x', n: '7' },
      { team: 'b', user_id: 'y', n: '7' },
    ])
    expect(
      await sql(test, `SELECT team, cost_nanos AS n FROM ledger_by_minute WHERE project_id = 'sums' ORDER BY 1`),
    ).toEqual([
      { team: 'a', n: '14' },
      { team: 'b', n: '14' },
    ])
  })

  it.each(['minute', 'hour'])('reads sums by %s from what is stored summed', async (unit) => {
    await write('stored', 1, priced())
    const asked = `SELECT model_id, sum(calls) AS calls FROM ledger_by_${unit}
      WHERE project_id = 'stored' AND ${unit} >= toDateTime('2000-01-01 00:00:00', 'UTC') GROUP BY model_id
      SETTINGS force_optimize_projection = 1, force_optimize_projection_name = 'sums_by_${unit}'`
    expect(await sql(test, asked)).toEqual([expect.objectContaining({ calls: '1' })])
  })

  it('prices the span that is read', async () => {
    await insert(
      span({ projectId: 'costs' }),
      span({ projectId: 'costs', spanId: spanId(2), startTimeNs: NOON_NS + 1n }),
    )
    await write('costs', 1, priced({ costNanos: 3_000n, inputCostNanos: 1_000n, outputCostNanos: 2_000n }))
    await write(
      'costs',
      2,
      priced({ spanId: hex(spanId(2)), timeNs: NOON_NS + 1n, costSource: '', reason: 'unpriced', costNanos: 0n }),
    )
    const { rows } = await test.store.reader.listSpans({ projectId: 'costs', traceId: hex(traceId(1)), limit: 10 })
    expect(
      rows.map(({ cost_usd, cost_input, cost_output, cost_source, cost_computed }) => [
        cost_usd,
        cost_input,
        cost_output,
        cost_source,
        cost_computed,
      ]),
    ).toEqual([
      [3e-6, 1e-6, 2e-6, 'computed', 3e-6],
      [null, null, null, '', null],
    ])
  })
})

describe('patches', () => {
  it('replace columns of a span, the newest patch alone', async () => {
    await insert(span({ projectId: 'patched', userId: 'own', tags: ['own'], sessionId: 'kept' }))
    const patch = (version: number, columns: Record<string, string | string[]>) => ({
      spanId: hex(spanId(1)),
      version,
      columns,
      fills: [],
      print: `p${version}`,
    })
    await test.store.settlement.write('patched', [
      facts({ version: 1 }, { patches: [patch(1, { user_id: 'old', team: 'old' })] }),
    ])
    const columns = {
      user_id: 'new',
      tags: ['x', 'y'],
      input_messages: '[{"role":"user"}]',
      no_such_column: 'x',
      trace_id: 'x',
    }
    await test.store.settlement.write('patched', [facts({ version: 2 }, { patches: [patch(2, columns)] })])
    const { rows } = await test.store.reader.listSpans({ projectId: 'patched', traceId: hex(traceId(1)), limit: 10 })
    expect(rows[0]).toMatchObject({
      trace_id: hex(traceId(1)),
      user_id: 'new',
      team: '',
      session_id: 'kept',
      tags: ['x', 'y'],
      input_messages: [{ role: 'user' }],
    })
    expect(rows[0]).not.toHaveProperty('no_such_column')
  })
})
