import { EMPTY_SUMMARY } from '@pyflare/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logger, startTestDatabase, type TestDatabase } from '../test/control-database.ts'
import type { Access, RunProgress, WantedRun } from './access.ts'
import { openAccess } from './open-access.ts'

let database: TestDatabase
let access: Access
let wanted: WantedRun

beforeAll(async () => {
  database = await startTestDatabase()
  const secret = 'a secret of the tests, long enough to sign with'
  access = openAccess({ controlDb: database.controlDb, secret, logger })
  const owner = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
  const { project } = await access.people.createOwner(owner)
  wanted = {
    projectId: project.projectId,
    isDryRun: true,
    readsCurrent: false,
    rangeStart: new Date('2026-11-01T00:00:00Z'),
    rangeEnd: new Date('2026-11-02T00:00:00Z'),
    normalizerVersion: 2,
    requestedBy: 'ada@example.com',
  }
})

afterAll(async () => {
  await access.close()
  await database[Symbol.asyncDispose]()
})

const progress: RunProgress = {
  cursor: 'here',
  spansTotal: 10,
  spansRead: 4,
  spansChanged: 1,
  tracesSettled: 1,
  summary: { columns: {}, libraries: { a: { spans: 4, changed: 1 } } },
}

describe('runs of normalization', () => {
  it('are one at a time in a project', async () => {
    const asked = await Promise.allSettled([1, 2, 3].map(() => access.normalizationRuns.create(wanted)))
    const made = asked.filter(({ status }) => status === 'fulfilled')
    expect(made).toHaveLength(1)
    for (const outcome of asked)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'already_exists' })
    const [run] = await access.normalizationRuns.list(wanted.projectId, 10)
    expect(run).toMatchObject({ ...wanted, state: 'waiting', steps: 0, spansRead: 0, summary: EMPTY_SUMMARY })
    await access.normalizationRuns.finish(run!.runId, 'done')
    await access.normalizationRuns.finish(run!.runId, 'failed', 'too late')
    expect(await access.normalizationRuns.get(wanted.projectId, run!.runId)).toMatchObject({
      state: 'done',
      error: '',
      finishedAt: expect.any(Date),
    })
  })

  it('advance step by step, each step once', async () => {
    const run = await access.normalizationRuns.create(wanted)
    expect(await access.normalizationRuns.advance(run, progress)).toBe(true)
    expect(await access.normalizationRuns.advance(run, { ...progress, spansRead: 8 })).toBe(false)
    const found = await access.normalizationRuns.get(wanted.projectId, run.runId)
    expect(found).toMatchObject({ ...progress, state: 'running', steps: 1 })
    expect(await access.normalizationRuns.advance(found!, { ...progress, cursor: undefined })).toBe(true)
    await access.normalizationRuns.cancel('another', run.runId)
    await access.normalizationRuns.cancel(wanted.projectId, run.runId)
    expect(await access.normalizationRuns.get(wanted.projectId, run.runId)).toMatchObject({
      state: 'cancelling',
      cursor: undefined,
    })
    expect(await access.normalizationRuns.advance({ ...run, steps: 2 }, progress)).toBe(true)
    expect((await access.normalizationRuns.get(wanted.projectId, run.runId))?.state).toBe('cancelling')
    await access.normalizationRuns.finish(run.runId, 'cancelled')
    expect(await access.normalizationRuns.advance({ ...run, steps: 3 }, progress)).toBe(false)
  })

  it('are of their project alone, and the newest are kept', async () => {
    for (let at = 0; at < 52; at++) {
      const run = await access.normalizationRuns.create(wanted)
      await access.normalizationRuns.finish(run.runId, 'done')
    }
    expect(await access.normalizationRuns.list(wanted.projectId, 100)).toHaveLength(50)
    const [newest] = await access.normalizationRuns.list(wanted.projectId, 1)
    expect(await access.normalizationRuns.get('another', newest!.runId)).toBeUndefined()
    expect(await access.normalizationRuns.list('another', 10)).toEqual([])
  })
})
