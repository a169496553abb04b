import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '@pyflare/config'
import { createLogger } from '@pyflare/observe'
import { openRuntime } from '@pyflare/runtime'
import { openClickHouseStore } from '@pyflare/telemetry-store'
import { expect, it } from 'vitest'
import { retentionRun } from './retention-run.ts'

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })

it('says what went wrong when there is no further attempt', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pyflare-retention-'))
  const { access, close } = await openRuntime(loadConfig({ env: {}, flags: { data_dir: dataDir } }), {
    logger,
    needs: ['access'],
  })
  const telemetry = openClickHouseStore({
    url: 'http://127.0.0.1:1',
    username: 'nobody',
    password: '',
    database: 'pyflare',
    logger,
  })
  const owner = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
  const { projectId } = (await access.people.createOwner(owner)).project
  const run = retentionRun({ access, telemetry, logger })
  const job = { id: '1', payload: { projectId }, attempt: 4, signal: new AbortController().signal }

  await expect(run({ ...job, isLastAttempt: false })).rejects.toMatchObject({ code: 'unavailable' })
  expect(await access.projects.retentionRuns(projectId, 10)).toEqual([])
  await expect(run({ ...job, isLastAttempt: true })).rejects.toMatchObject({ code: 'unavailable' })
  const [recorded] = await access.projects.retentionRuns(projectId, 10)
  expect(recorded).toMatchObject({ deleted: {}, error: expect.stringMatching(/\w/) })
  await telemetry.close()
  await close()
  await rm(dataDir, { recursive: true, force: true })
})
