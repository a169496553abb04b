import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@pyflare/control-db'
import { createLogger, PyflareError } from '@pyflare/observe'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openQueues } from './open-queues.ts'
import type { Queues } from './queues.ts'

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
let dataDir: string
let server: EmbeddedPostgres
let queues: Queues

const open = () => openQueues({ backend: { kind: 'postgres', url: server.url }, logger })
const projectId = () => `prj_${crypto.randomUUID()}`

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pyflare-queues-'))
  server = await startEmbeddedPostgres({ dataDir, logger })
})

afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

beforeEach(async () => {
  queues = await open()
})

afterEach(async () => {
  await queues.close()
})

describe('job queues', () => {
  it('hand a job to a worker of another process', async () => {
    const other = await open()
    const seen: unknown[] = []
    await other.work('retention.run', async (job) => void seen.push(job), { concurrency: 2 })
    const payload = { projectId: projectId() }
    const id = await queues.add('retention.run', payload)
    await expect.poll(() => seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ id, payload, attempt: 1, isLastAttempt: false })
    await other.close()
  })

  it('refuse a payload that does not fit', async () => {
    const refused = { code: 'invalid_argument', message: expect.stringContaining('retention.run') }
    const unfit = [{}, { projectId: '' }, { projectId: 7 }, { projectId: 'a', more: 1 }] as { projectId: string }[]
    for (const payload of unfit) await expect(queues.add('retention.run', payload)).rejects.toMatchObject(refused)
  })

  it('take one job for each project while it waits or runs, and the next one after it', async () => {
    const payload = { projectId: projectId() }
    const first = await queues.add('retention.run', payload)
    expect(await queues.add('retention.run', payload)).toBe(first)
    expect(await queues.add('retention.run', { projectId: projectId() })).not.toBe(first)
    const done: string[] = []
    await queues.work('retention.run', async ({ id }) => void done.push(id), { concurrency: 1 })
    await expect.poll(() => done).toContain(first)
    await expect.poll(() => queues.add('retention.run', payload)).not.toBe(first)
  })

  it('try a job that failed again later, but not one that can never work', async () => {
    const before = await queues.queue('retention.run').counts()
    const transient = { projectId: projectId() }
    const hopeless = { projectId: projectId() }
    const handle = async (job: { payload: { projectId: string } }) => {
      if (job.payload.projectId === transient.projectId) throw new PyflareError('unavailable', 'Not now.')
      if (job.payload.projectId === hopeless.projectId) throw new PyflareError('invalid_argument', 'Never.')
    }
    await queues.work('retention.run', handle, { concurrency: 1 })
    await queues.add('retention.run', transient)
    await queues.add('retention.run', hopeless)
    await expect
      .poll(() => queues.queue('retention.run').counts())
      .toMatchObject({ waiting: 0, active: 0, delayed: before.delayed + 1, failed: before.failed + 1 })
  })

  it('keep one schedule, however often it is said', async () => {
    const daily = queues.queue('retention.daily')
    await daily.schedule('17 3 * * *', {})
    await daily.schedule('17 3 * * *', {})
    expect(await daily.counts()).toMatchObject({ delayed: 1, waiting: 0 })
    await daily.schedule('18 3 * * *', {})
    expect(await daily.counts()).toMatchObject({ delayed: 1, waiting: 0 })
  })

  it('wait for running jobs when they close, and abort those that take too long', async () => {
    const steps: string[] = []
    let finish = () => {}
    const worker = await queues.work(
      'retention.run',
      async () => {
        steps.push('started')
        await new Promise<void>((resolve) => {
          finish = resolve
        })
        steps.push('finished')
      },
      { concurrency: 1 },
    )
    await queues.add('retention.run', { projectId: projectId() })
    await expect.poll(() => steps).toEqual(['started'])
    const closing = worker.close(60_000).then(() => steps.push('closed'))
    finish()
    await closing
    expect(steps).toEqual(['started', 'finished', 'closed'])

    const impatient = await queues.work(
      'retention.run',
      ({ signal }) =>
        new Promise((_, reject) => {
          steps.push('waiting')
          signal.addEventListener('abort', () => reject(new Error('aborted')))
        }),
      { concurrency: 1 },
    )
    await queues.add('retention.run', { projectId: projectId() })
    await expect.poll(() => steps).toContain('waiting')
    await impatient.close(0)
  })

  it('say that the backend is away, and work again when it is back', async () => {
    const seen: string[] = []
    const work = async (job: { payload: { projectId: string } }) => void seen.push(job.payload.projectId)
    await queues.work('retention.run', work, { concurrency: 1 })
    await server.stop()
    const payload = { projectId: projectId() }
    await expect(queues.add('retention.run', payload)).rejects.toMatchObject({ code: 'unavailable' })
    server = await startEmbeddedPostgres({ dataDir, port: Number(new URL(server.url).port), logger })
    // A connection that broke with the server may be handed out once more before it is found dead.
    await vi.waitFor(() => queues.add('retention.run', payload), { timeout: 20_000 })
    await expect.poll(() => seen, { timeout: 50_000 }).toContain(payload.projectId)
    // A worker that lost its connections waits longer each time before it looks again.
  }, 90_000)
})

it('says in one sentence that there is no backend', async () => {
  const url = 'postgres://pyflare:secret@127.0.0.1:1/pyflare'
  const refused = { code: 'unavailable', message: expect.not.stringContaining('secret') }
  await expect(openQueues({ backend: { kind: 'postgres', url }, logger })).rejects.toMatchObject(refused)
})
