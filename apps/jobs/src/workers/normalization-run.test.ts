import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, toBinary } from '@bufbuild/protobuf'
import type { NormalizationRun, WantedRun } from '@pyflare/access'
import { loadConfig } from '@pyflare/config'
import { NORMALIZER_VERSION } from '@pyflare/domain'
import { createLogger } from '@pyflare/observe'
import { TraceBatchSchema } from '@pyflare/proto'
import { openRuntime, type Runtime } from '@pyflare/runtime'
import type { SettlementStore } from '@pyflare/telemetry-store'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { normalizationRun } from './normalization-run.ts'

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
const START_MS = Date.UTC(2026, 10, 20, 12)
const RANGE = { rangeStart: new Date(START_MS), rangeEnd: new Date(START_MS + 3_600_000) }

let dataDir: string
let runtime: Runtime
let projectId: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pyflare-normalization-'))
  const rules = [{ name: 'users', fields: ['user_id'], action: 'hash' }]
  runtime = await openRuntime(
    loadConfig({ env: {}, flags: { data_dir: dataDir, 'redaction.rules': rules } as never }),
    {
      logger,
    },
  )
  const owner = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
  projectId = (await runtime.access.people.createOwner(owner)).project.projectId
})

afterAll(async () => {
  await runtime?.close()
  await rm(dataDir, { recursive: true, force: true })
})

let batch = 0

/** Spans as an older version of the normalizer wrote them, which knew neither the model nor the tokens. */
async function insert(from: number, count: number, more: object = {}): Promise<void> {
  const records = Array.from({ length: count }, (_, at) => {
    const startTimeNs = BigInt(START_MS + from + at) * 1_000_000n
    return {
      projectId,
      traceId: id(Math.floor((from + at) / 2), 16),
      spanId: id(from + at, 8),
      ...{ startTimeNs, endTimeNs: startTimeNs + 1_000_000n, durationNs: 1_000_000n, receivedAtMs: BigInt(START_MS) },
      ...{ serviceName: 'shop', operationName: 'chat', spanKind: 'client', status: 'unset', operationKind: 'span' },
      ...{ scopeName: 'shop', scopeVersion: '1', environment: 'default', normalizerVersion: 1, modelId: 'wrong' },
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o-mini',
        'gen_ai.usage.input_tokens': '10',
        'gen_ai.usage.output_tokens': '5',
        'gen_ai.user': 'ada',
      },
      attributeTypes: { 'gen_ai.usage.input_tokens': 'number', 'gen_ai.usage.output_tokens': 'number' },
      ...more,
    }
  })
  const bytes = toBinary(TraceBatchSchema, create(TraceBatchSchema, { records }))
  await runtime.telemetry.writer.insertBlock({ signal: 'trace', batches: [bytes], token: `${projectId} ${batch++}` })
}

function id(number: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length).fill(0xab)
  new DataView(bytes.buffer).setUint32(length - 4, number)
  return bytes
}

const wanted = (more: Partial<WantedRun> = {}): WantedRun => ({
  ...{ projectId, isDryRun: false, readsCurrent: false, normalizerVersion: NORMALIZER_VERSION, requestedBy: 'ada' },
  ...RANGE,
  ...more,
})

const job = (runId: string, signal = new AbortController().signal) => ({
  ...{ id: '1', payload: { projectId, runId }, attempt: 1, isLastAttempt: false, signal },
})

async function complete(more: Partial<WantedRun> = {}): Promise<NormalizationRun> {
  const { runId } = await runtime.access.normalizationRuns.create(wanted(more))
  await normalizationRun(runtime)(job(runId))
  return (await runtime.access.normalizationRuns.get(projectId, runId))!
}

const spanRows = async (trace: number) => {
  const traceId = Buffer.from(id(trace, 16)).toString('hex')
  return (await runtime.telemetry.reader.listSpans({ projectId, traceId, limit: 10 })).rows
}

/** How many traces are to be settled since this was asked last. */
async function askedFor(): Promise<number> {
  const { settlement } = runtime.telemetry
  const debts = await settlement.debts()
  await settlement.paid(debts)
  expect(debts.filter((debt) => debt.projectId !== projectId)).toEqual([])
  return debts.length
}

describe('reading stored spans again', () => {
  beforeEach(async () => {
    for (const run of await runtime.access.normalizationRuns.list(projectId, 50))
      await runtime.access.normalizationRuns.finish(run.runId, 'cancelled')
  })

  it('says in a dry run what would change, and changes nothing', async () => {
    await insert(0, 6)
    await insert(6, 2, { normalizerVersion: NORMALIZER_VERSION })
    const run = await complete({ isDryRun: true })
    expect(run).toMatchObject({
      state: 'done',
      spansTotal: 6,
      spansRead: 6,
      spansChanged: 6,
      tracesSettled: 0,
      error: '',
    })
    expect(run.summary.libraries).toEqual({ 'shop 1': { spans: 6, changed: 6 } })
    expect(run.summary.columns.input_tokens).toMatchObject({ spans: 6, sums: { before: 0, after: 60 } })
    expect(run.summary.columns.model_id?.samples[0]).toMatchObject({ before: 'wrong', after: 'gpt-4o-mini' })
    expect(await askedFor()).toBe(0)
    expect((await spanRows(0))[0]).toMatchObject({ model_id: 'wrong', input_tokens: null, normalizer_version: 1 })
  })

  it('changes the spans and asks for their traces to be settled; a second run has nothing to do', async () => {
    const run = await complete()
    expect(run).toMatchObject({ state: 'done', spansRead: 6, spansChanged: 6, tracesSettled: 3 })
    expect(await askedFor()).toBe(3)
    expect((await spanRows(0))[0]).toMatchObject({
      model_id: 'gpt-4o-mini',
      input_tokens: 10,
      operation_kind: 'chat',
      normalizer_version: NORMALIZER_VERSION,
    })
    expect(
      await runtime.telemetry.normalization.versions({ projectId, startTimeNs: 0n, endTimeNs: 2n ** 62n }),
    ).toEqual([{ version: NORMALIZER_VERSION, spans: 8 }])
    const second = await complete()
    expect(second).toMatchObject({ state: 'done', spansTotal: 0, spansRead: 0, spansChanged: 0, tracesSettled: 0 })
    const all = await complete({ readsCurrent: true })
    expect(all).toMatchObject({ state: 'done', spansTotal: 8, spansRead: 8 })
    expect(all.summary.columns.model_id?.spans).toBe(2)
    expect(await askedFor()).toBe(1)
  })

  it('does not write what a rule of redaction would have kept from being written', async () => {
    const [row] = await spanRows(0)
    expect(row?.user_id).not.toBe('ada')
    expect(row?.user_id).toMatch(/^\[?[\w:-]+\]?$/)
    expect(row?.content_redacted).toBe(true)
  })

  it('repeats the step in which it was stopped, and counts nothing twice', async () => {
    await insert(1_000, 2_500)
    const { runId } = await runtime.access.normalizationRuns.create(wanted())
    const broken = stoppedAt(2)
    await expect(normalizationRun(broken)(job(runId))).rejects.toThrow('stopped')
    const half = await runtime.access.normalizationRuns.get(projectId, runId)
    expect(half).toMatchObject({ state: 'running', steps: 2, spansRead: 994, spansTotal: 2_500 })
    expect(await askedFor()).toBe(497)
    await normalizationRun(runtime)(job(runId))
    const whole = await runtime.access.normalizationRuns.get(projectId, runId)
    expect(whole).toMatchObject({
      state: 'done',
      steps: 4,
      spansRead: 2_500,
      spansChanged: 2_500,
      tracesSettled: 1_250,
    })
    expect(whole?.summary.columns.input_tokens).toMatchObject({ spans: 2_500, sums: { before: 0, after: 25_000 } })
    expect(await askedFor()).toBe(753)
    expect(await complete()).toMatchObject({ spansTotal: 0, spansRead: 0 })
  })

  it('goes on in its first step as in any other', async () => {
    await insert(4_000, 10)
    const { runId } = await runtime.access.normalizationRuns.create(wanted())
    await expect(normalizationRun(stoppedAt(1))(job(runId))).rejects.toThrow('stopped')
    expect(await askedFor()).toBe(0)
    await normalizationRun(runtime)(job(runId))
    const run = await runtime.access.normalizationRuns.get(projectId, runId)
    expect(run).toMatchObject({ state: 'done', spansTotal: 10, spansRead: 10, spansChanged: 10, tracesSettled: 5 })
    expect(await askedFor()).toBe(5)
  })

  it('ends when it is asked to, and when its process ends it waits for another', async () => {
    await insert(5_000, 10)
    const { runId } = await runtime.access.normalizationRuns.create(wanted())
    const ending = new AbortController()
    ending.abort()
    await expect(normalizationRun(runtime)(job(runId, ending.signal))).rejects.toThrow()
    expect(await runtime.access.normalizationRuns.get(projectId, runId)).toMatchObject({ state: 'waiting' })
    await runtime.access.normalizationRuns.cancel(projectId, runId)
    await normalizationRun(runtime)(job(runId))
    expect(await runtime.access.normalizationRuns.get(projectId, runId)).toMatchObject({
      state: 'cancelled',
      spansRead: 0,
    })
  })

  it('says what went wrong when there is no further attempt, and that rules changed under it', async () => {
    const { runId } = await runtime.access.normalizationRuns.create(wanted())
    const lastJob = { ...job(runId), isLastAttempt: true }
    await expect(normalizationRun(stoppedAt(1))(lastJob)).rejects.toThrow('stopped')
    expect(await runtime.access.normalizationRuns.get(projectId, runId)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('unexpected'),
    })
    const old = await complete({ normalizerVersion: 1 })
    expect(old).toMatchObject({ state: 'failed', error: expect.stringContaining('updated') })
  })
})

/** A runtime that is gone at the given time of asking: the spans are written then, and the step is not noted. */
function stoppedAt(times: number) {
  let asked = 0
  const { access, telemetry, config, secrets } = runtime
  const owe: SettlementStore['owe'] = async (project, traces) => {
    asked += 1
    if (asked === times) throw new Error('stopped')
    await telemetry.settlement.owe(project, traces)
  }
  return { access, telemetry: { ...telemetry, settlement: { ...telemetry.settlement, owe } }, config, secrets, logger }
}
