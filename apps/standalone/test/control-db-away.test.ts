import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type SpawnedPlatform, spawnPlatform } from './spawned-platform.ts'
import { sessionCookie } from './visit.ts'

let dataDir: string
let platform: SpawnedPlatform
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pyflare-away-'))
  platform = await spawnPlatform(dataDir)
})
afterAll(async () => {
  await signalPostgres('SIGCONT')
  await platform.end('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
})

/** The server and the processes of its connections. */
async function signalPostgres(signal: NodeJS.Signals): Promise<void> {
  const [pid = ''] = (await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  for (const each of [pid, ...children.split(' ').filter(Boolean)]) process.kill(Number(each), signal)
}

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(platform.announcement.url + path, { headers, signal: AbortSignal.timeout(60_000) })

test.skipIf(process.platform !== 'linux')(
  'a control database that is stuck is told by /readyz and on pages',
  async () => {
    expect(await (await ask('/readyz')).json()).toEqual({ status: 'ready' })
    const cookie = await sessionCookie(platform.announcement.url, platform.announcement)
    expect((await ask('/', { cookie })).status).toBe(200)
    await signalPostgres('SIGSTOP')
    const ready = await ask('/readyz')
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({ status: 'not ready', away: ['control database'] })

    const page = await ask('/', { accept: 'text/html', cookie })
    expect(page.status).toBe(503)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(await page.text()).toMatch(/control database .*(answer|slow)/)

    await signalPostgres('SIGCONT')
    await vi.waitFor(async () => expect((await ask('/readyz')).status).toBe(200), { timeout: 30_000, interval: 500 })
    const unknown = await ask('/', { accept: 'text/html', authorization: `Bearer pf_live_${'x'.repeat(40)}` })
    expect([unknown.status, unknown.url]).toEqual([401, expect.stringContaining('/sign-in')])
    const missing = await ask('/favicon.ico', { accept: 'text/html' })
    expect(missing.status).toBe(404)
    expect(platform.said().stderr).not.toMatch(/No route matches|\n {4}at /)
  },
)
