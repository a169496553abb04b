import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '@pyflare/config'
import { createLogger } from '@pyflare/observe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRuntime } from './open-runtime.ts'
import { probeServers } from './probe-servers.ts'

const logger = createLogger({ level: 'error', pretty: false, descriptor: 2 })
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pyflare-runtime-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))
const configOf = (flags: Record<string, unknown> = {}) =>
  loadConfig({ env: {}, flags: { data_dir: dataDir, ...flags } })

describe('the embedded deployment', () => {
  test('opens every part, closes them, and opens them again with the same secrets', async () => {
    const steps: string[] = []
    const first = await openRuntime(configOf(), {
      logger,
      step: async (name, work) => {
        const result = await work()
        steps.push(name)
        return result
      },
    })
    await first.telemetry.maintenance.ping()
    expect(await first.access.people.ownerMissing()).toBe(true)
    expect(first.eventLog.partitionCount('pyflare.traces')).toBe(2)
    expect((await first.queues.queue('retention.daily').counts()).failed).toBe(0)
    expect(steps.sort()).toEqual(['ClickHouse', 'Event log', 'Job queues', 'PostgreSQL'])
    const secret = first.secrets.auth.reveal()
    await first.close()

    const second = await openRuntime(configOf(), { logger, needs: ['eventLog'] })
    expect(second.secrets.auth.reveal()).toBe(secret)
    expect(() => second.telemetry).toThrow('opened without telemetry')
    await second.close()
    await second.close()
    expect((await stat(join(dataDir, 'auth-secret'))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(dataDir, 'auth-secret'), 'utf8')).toBe(secret)
  })

  test('its servers can be tried without touching its data', async () => {
    const probes = probeServers(configOf({ data_dir: join(dataDir, 'untouched') }), { logger })
    expect(await probes.telemetryStore()).toContain('starts and answers')
    expect(await probes.controlDb()).toContain('starts and answers')
    await expect(stat(join(dataDir, 'untouched'))).rejects.toThrow('ENOENT')
  })
})

test('a failed start leaves nothing open', async () => {
  const config = configOf({ 'control_db.url': 'postgres://nobody@127.0.0.1:1/none' })
  await expect(openRuntime(config, { logger })).rejects.toMatchObject({ code: 'unavailable' })
  // The log of the failed start would be locked if it had stayed open.
  await (await openRuntime(config, { logger, needs: ['eventLog', 'telemetry'] })).close()
})
