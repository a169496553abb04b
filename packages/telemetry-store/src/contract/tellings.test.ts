import type { ResponseClaim, SpanPatch, TraceFacts } from '@pyflare/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indexRow } from './facts.ts'
import { hex, NOON_NS, SECOND_NS, span, spanId, traceBatch, traceId } from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

let test: TestStore
let block = 0

beforeAll(async () => {
  test = await openTestStore()
})

afterAll(() => test.close())

async function insert(...records: Parameters<typeof traceBatch>): Promise<void> {
  await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...records)], token: `t${block++}` })
}

const TRACE = hex(traceId(1))
const SPAN = hex(spanId(1))

function patched(columns: SpanPatch['columns'], rest: Partial<SpanPatch> = {}, trace = TRACE): TraceFacts {
  const patch = { spanId: SPAN, columns, fills: [], print: 'p', version: 1, ...rest }
  return { index: indexRow({ traceId: trace }), replacesStartTimeNs: undefined, patches: [patch], entries: [] }
}

async function readOne(projectId: string, trace = TRACE) {
  return (await test.store.reader.listSpans({ projectId, traceId: trace, limit: 10 })).rows[0]
}

describe('a span', () => {
  it('reads with the columns of its patch, whatever their type', async () => {
    await insert(span({ projectId: 'types', inputTokens: 1, cacheReadTokens: 1, usageMissing: true }))
    await test.store.settlement.write('types', [
      patched({
        input_tokens: '1462',
        cache_read_tokens: '',
        time_to_first_token_ns: '1500',
        usage_missing: 'false',
        is_aggregate: 'true',
        duplicate_of: `${hex(traceId(2))}:${hex(spanId(9))}`,
        cost_reported_nanos: '2000000000',
        finish_reason: 'stop',
      }),
    ])
    expect(await readOne('types')).toMatchObject({
      input_tokens: 1462,
      cache_read_tokens: null,
      time_to_first_token_ns: 1500,
      usage_missing: false,
      is_aggregate: true,
      duplicate_of: { trace_id: hex(traceId(2)), span_id: hex(spanId(9)) },
      cost_reported: 2,
      finish_reason: 'stop',
    })
  })

  it('says of its trace what it does not say itself', async () => {
    await insert(span({ projectId: 'context', sessionId: 'own', environment: 'default', promptVersion: '9' }))
    expect(await readOne('context')).toMatchObject({ user_id: '', duplicate_of: null, is_aggregate: false })
    const said = {
      userId: 'u',
      sessionId: 's',
      environment: 'production',
      tags: ['t'],
      promptName: 'p',
      promptVersion: '2',
    }
    const index = indexRow({ traceId: TRACE, ...said })
    await test.store.settlement.write('context', [{ index, replacesStartTimeNs: undefined, patches: [], entries: [] }])
    expect(await readOne('context')).toMatchObject({
      user_id: 'u',
      session_id: 'own',
      environment: 'production',
      tags: ['t'],
      prompt_name: 'p',
      prompt_version: '2',
    })
  })

  it('is filled from another, as that one reads', async () => {
    const content = {
      inputMessages: '[{"role":"user"}]',
      input: '[{"role":"user"}]',
      inputPreview: 'hi',
      inputHash: 'h',
    }
    await insert(
      span({ projectId: 'fills' }),
      span({ projectId: 'fills', traceId: traceId(2), startTimeNs: NOON_NS + SECOND_NS, ...content }),
    )
    const other = hex(traceId(2))
    const from = { traceId: other, spanId: SPAN, timeNs: NOON_NS + SECOND_NS }
    await test.store.settlement.write('fills', [patched({ tool_definitions: '[{"name":"f"}]' }, {}, other)])
    await test.store.settlement.write('fills', [
      patched(
        {},
        {
          fills: [
            { part: 'input', from },
            { part: 'tools', from },
          ],
        },
      ),
    ])
    expect(await readOne('fills')).toMatchObject({
      input: [{ role: 'user' }],
      input_messages: [{ role: 'user' }],
      input_preview: 'hi',
      input_hash: 'h',
      output: null,
      tool_definitions: [{ name: 'f' }],
    })
    const [input] = await test.store.settlement.read('fills', [TRACE])
    expect(input?.patchPrints.get(SPAN)).toBe('p')
    expect(await test.store.settlement.readTellings('fills', [{ ...from, traceId: other }])).toMatchObject([
      { traceId: other, hasInput: true, hasOutput: false, hasTools: true, inputPreview: 'hi' },
    ])
  })

  it('is filled again where the other was not there to be read', async () => {
    await insert(span({ projectId: 'gone' }))
    const from = { traceId: hex(traceId(7)), spanId: SPAN, timeNs: NOON_NS }
    await test.store.settlement.write('gone', [
      patched({ finish_reason: 'stop' }, { fills: [{ part: 'input', from }] }),
    ])
    expect(await readOne('gone')).toMatchObject({ finish_reason: 'stop', input: null })
    const [input] = await test.store.settlement.read('gone', [TRACE])
    expect(input?.patchPrints.get(SPAN)).toBe('unknown')
  })
})

describe('claims', () => {
  const claim = (fields: Partial<ResponseClaim> = {}): ResponseClaim => ({
    response: 'ab'.repeat(16),
    traceId: TRACE,
    spanId: SPAN,
    timeNs: NOON_NS,
    scopeName: 'openai',
    worth: 14,
    told: 'told',
    verdict: 'counts',
    withdrawn: false,
    version: 1,
    ...fields,
  })
  const read = (projectId: string, ...responses: string[]) =>
    test.store.settlement.readClaims(
      projectId,
      responses.map((response) => ({ response, timeNs: NOON_NS })),
    )

  it('are read by the response, in their newest form, and by their project alone', async () => {
    const other = claim({ traceId: hex(traceId(2)) })
    await test.store.settlement.writeClaims('claims', [claim(), other, claim({ response: 'cd'.repeat(16) })])
    const newest = claim({ version: 2, verdict: `repeats ${TRACE}:${SPAN}`, withdrawn: true })
    await test.store.settlement.writeClaims('claims', [newest])
    expect(await read('claims', claim().response)).toEqual([newest, other])
    expect(await read('somebody else', claim().response)).toEqual([])
    expect(await read('claims')).toEqual([])
  })

  it('of long before or after do not bear on one', async () => {
    const day = 86_400n * SECOND_NS
    await test.store.settlement.writeClaims('days', [
      claim({ timeNs: NOON_NS - day }),
      claim({ spanId: hex(spanId(2)) }),
      claim({ spanId: hex(spanId(3)), timeNs: NOON_NS + day }),
    ])
    expect((await read('days', claim().response)).map(({ timeNs }) => timeNs)).toEqual([NOON_NS])
  })

  it('of a crowd are some', async () => {
    const many = Array.from({ length: 600 }, (_, at) => claim({ spanId: hex(spanId(at)) }))
    await test.store.settlement.writeClaims('crowd', many)
    expect((await read('crowd', claim().response)).length).toBe(401)
  })
})

describe('debts', () => {
  it('that are noted anew while they are paid stay', async () => {
    const ours = async () => (await test.store.settlement.debts()).filter(({ projectId }) => projectId === 'again')
    await test.store.settlement.owe('again', [TRACE])
    const known = await ours()
    await test.store.settlement.owe('again', [TRACE])
    await test.store.settlement.paid(known)
    expect(await ours()).toHaveLength(1)
  })

  it('are known until they are paid', async () => {
    const ours = async () => (await test.store.settlement.debts()).filter(({ projectId }) => projectId === 'debts')
    await test.store.settlement.owe('debts', [TRACE, hex(traceId(2))])
    await test.store.settlement.owe('debts', [TRACE])
    expect((await ours()).map(({ traceId: id }) => id)).toEqual([hex(traceId(2)), TRACE])
    const [, first] = await ours()
    await test.store.settlement.paid(first === undefined ? [] : [first])
    expect(await ours()).toMatchObject([{ projectId: 'debts', traceId: hex(traceId(2)) }])
    await test.store.settlement.owe('debts', [TRACE])
    expect(await ours()).toHaveLength(2)
  })
})
