import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Project } from '@pyflare/access'
import { loadConfig } from '@pyflare/config'
import { createLogger, type Service } from '@pyflare/observe'
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

describe('retention', () => {
  it('runs for a project on demand and says what went', async () => {
    await runtime.queues.add('retention.run', { projectId: project.projectId })
    await expect.poll(runs).toHaveLength(1)
    const [run] = await runs()
    expect(run).toMatchObject({ projectId: project.projectId, error: '' })
  })

  it('runs for every project every day', async () => {
    await runtime.queues.add('retention.daily', {})
    await expect.poll(runs).toHaveLength(2)
    expect(await runtime.queues.queue('retention.daily').counts()).toMatchObject({ delayed: 1 })
  })

  it('lets a project be that was deleted in the meantime', async () => {
    const before = await runtime.queues.queue('retention.run').counts()
    await runtime.queues.add('retention.run', { projectId: 'prj_gone' })
    await expect
      .poll(() => runtime.queues.queue('retention.run').counts())
      .toMatchObject({ completed: before.completed + 1, failed: before.failed, delayed: before.delayed })
  })
})
