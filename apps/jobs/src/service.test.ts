import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, toBinary } from '@bufbuild/protobuf'
import type { Project } from '@pyflare/access'
import { loadConfig } from '@pyflare/config'
import { createLogger, type Service } from '@pyflare/observe'
import { LogBatchSchema } from '@pyflare/proto'
import { openRuntime, type Runtime } from '@pyflare/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createJobsService } from './service.ts'

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
let dataDir: string
let runtime: Runtime
let service: Service
let project: Project

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pyflare-jobs-'))
  const config = loadConfig({ env: {}, flags: { data_dir: dataDir } })
  runtime = await openRuntime(config, { logger, needs: ['telemetry', 'access', 'queues'] })
  const owner = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
  project = (await runtime.access.people.createOwner(owner)).project
  service = createJobsService(runtime)
  await service.start()
})

afterAll(async () => {
  await service?.stop()
  await runtime?.close()
  await rm(dataDir, { recursive: true, force: true })
})

const runs = () => runtime.access.projects.retentionRuns(project.projectId, 10)

const OTHER_PROJECT = 'prj_other'
const DAY_MS = 86_400_000

/** One record for each age, in days. */
async function insertLogs(projectId: string, ages: number[]): Promise<void> {
  const records = ages.map((age) => {
    const timeNs = BigInt(Date.now() - age * DAY_MS) * 1_000_000n
    return { projectId, timeNs, observedTimeNs: timeNs, severityNumber: 9, body: `${age} days`, serviceName: 'shop' }
  })
  const batch = toBinary(LogBatchSchema, create(LogBatchSchema, { records }))
  await runtime.telemetry.writer.insertBlock({ signal: 'log', batches: [batch], token: crypto.randomUUID() })
}

const logsOf = async (projectId: string) =>
  (await runtime.telemetry.maintenance.usage(projectId)).find(({ table }) => table === 'logs')?.rows ?? 0

describe('retention', () => {
  it('runs for a project on demand, deletes what it no longer keeps, and says what went', async () => {
    await runtime.access.projects.setRetention(project.projectId, { traces: 30, metrics: 30, logs: 3 })
    await insertLogs(project.projectId, [0, 1, 2.9, 3.1, 4, 30])
    await insertLogs(OTHER_PROJECT, [4, 30])
    expect(await logsOf(project.projectId)).toBe(6)

    await runtime.queues.add('retention.run', { projectId: project.projectId })
    await expect.poll(runs).toHaveLength(1)
    const [run] = await runs()
    expect(run).toMatchObject({ projectId: project.projectId, error: '', deleted: { logs: 3 } })
    expect(await logsOf(project.projectId)).toBe(3)
    expect(await logsOf(OTHER_PROJECT)).toBe(2)
  })

  it('runs for every project every day, and has nothing to do a second time', async () => {
    await runtime.queues.add('retention.daily', {})
    await expect.poll(runs).toHaveLength(2)
    const [run] = await runs()
    expect(run).toMatchObject({ error: '', deleted: { logs: 0 } })
    expect(await runtime.queues.queue('retention.daily').counts()).toMatchObject({ delayed: 1 })
  })

  it('lets a project be that was deleted in the meantime', async () => {
    const counts = () => runtime.queues.queue('retention.run').counts()
    // A run is told by its job before the queue knows that the job is done.
    await expect.poll(counts).toMatchObject({ waiting: 0, active: 0 })
    const before = await counts()
    await runtime.queues.add('retention.run', { projectId: 'prj_gone' })
    await expect
      .poll(counts)
      .toMatchObject({ completed: before.completed + 1, failed: before.failed, delayed: before.delayed })
  })
})
