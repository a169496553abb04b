import { chmod, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createLogger } from '@pyflare/observe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serverAccount } from './account.ts'
import { findBinaries, runnableBy } from './binaries.ts'
import { ensureCluster } from './cluster.ts'

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
let closed: string
let open: string

beforeAll(async () => {
  closed = await mkdtemp(join(tmpdir(), 'pyflare-closed-'))
  open = await mkdtemp(join(tmpdir(), 'pyflare-open-'))
  await chmod(open, 0o755)
})

afterAll(async () => {
  for (const dir of [closed, open]) await rm(dir, { recursive: true, force: true })
})

describe.runIf(process.getuid?.() === 0)('the binaries of PostgreSQL in a closed folder', () => {
  it('are copied once, whole, to where their user may run them', async () => {
    const account = serverAccount()
    const { postgres, majorVersion } = await findBinaries(account, logger)
    const native = join(closed, 'native')
    await cp(dirname(dirname(postgres)), native, { recursive: true, verbatimSymlinks: true })
    const copy = { name: 'postgres', caches: [join(closed, 'cache'), open], logger }
    const places = await Promise.all([runnableBy(account, native, copy), runnableBy(account, native, copy)])
    expect(places).toEqual([join(open, 'postgres'), join(open, 'postgres')])
    expect(await readdir(open)).toEqual(['postgres'])
    const bin = join(open, 'postgres', 'bin')
    const copied = { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), majorVersion }
    await ensureCluster(closed, copied, account, logger)
    expect(await readFile(join(closed, 'cluster', 'PG_VERSION'), 'utf8')).toBe(`${majorVersion}\n`)
  })

  it('say what to do when there is no such place', async () => {
    const refused = runnableBy(serverAccount(), join(closed, 'native'), { name: 'p', caches: [closed], logger })
    await expect(refused).rejects.toMatchObject({
      code: 'environment_unfit',
      message: expect.stringContaining('chmod'),
    })
  })
})
