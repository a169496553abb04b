import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createLogger } from '@pyflare/observe'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { postmasterPid } from './orphan.ts'
import { birthOf } from './process-identity.ts'

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
const asRoot = process.getuid?.() === 0
/** What looks into other processes does so through /proc. */
const linux = process.platform === 'linux'

let dataDir: string
const servers: EmbeddedPostgres[] = []
const children: ChildProcess[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pyflare-postgres-'))
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function start(dir = dataDir): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: dir, logger })
  servers.push(server)
  return server
}

/** Starts PostgreSQL from a process of its own, so that the process can be killed. */
async function startInChild(): Promise<{ child: ChildProcess; url: string }> {
  const fixture = fileURLToPath(new URL('./parent.fixture.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=development', fixture, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [url] = (await once(createInterface(child.stdout!), 'line')) as [string]
  return { child, url }
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** Every process that works in the cluster's folder: the server and its children. */
async function processesIn(dir: string): Promise<number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    const cwd = await readlink(`/proc/${name}/cwd`).catch(() => '')
    if (cwd.startsWith(dir)) found.push(Number(name))
  }
  return found
}

describe('the embedded PostgreSQL', () => {
  it('keeps its data, its password and its folder to itself', async () => {
    const first = await start()
    await query(first.url, 'create table kept as select 42 as answer')
    expect(await query(first.url, 'show data_checksums')).toEqual([{ data_checksums: 'on' }])
    const wrong = first.url.replace(/:[^:@]+@/, ':wrong@')
    await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed')
    await expect(startEmbeddedPostgres({ dataDir, logger })).rejects.toMatchObject({
      code: 'environment_unfit',
      message: expect.stringContaining(`process ${process.pid}`),
    })
    await first.stop()
    const second = await start()
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
    expect((await stat(join(dataDir, 'password'))).mode & 0o077).toBe(0)
    expect((await stat(join(dataDir, 'cluster'))).mode & 0o077).toBe(0)
  })

  it.runIf(asRoot)('works below a folder that its user may not enter', async () => {
    const home = await mkdtemp(join(homedir(), '.pyflare-test-'))
    try {
      const { url, stop } = await startEmbeddedPostgres({ dataDir: join(home, 'deep', 'postgres'), logger })
      await query(
        url,
        'create table big as select n, repeat(md5(n::text), 20) as text from generate_series(1, 50000) n',
      )
      await query(url, 'create index on big (text)')
      expect(await query(url, 'select count(*)::int as n from big')).toEqual([{ n: 50_000 }])
      await stop()
      const again = await startEmbeddedPostgres({ dataDir: join(home, 'deep', 'postgres'), logger })
      expect(await query(again.url, 'select count(*)::int as n from big')).toEqual([{ n: 50_000 }])
      await again.stop()
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  })

  it.runIf(linux)('ends when the process that started it is killed, and keeps what was committed', async () => {
    const { child, url } = await startInChild()
    await query(url, 'create table kept as select generate_series(1, 1000) as n')
    expect(await processesIn(dataDir)).not.toEqual([])
    child.kill('SIGKILL')
    await expect.poll(() => processesIn(dataDir), { timeout: 20_000 }).toEqual([])
    const { url: after } = await start()
    expect(await query(after, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }])
  })

  it('starts at once after a kill, while the server of the killed process still ends', async () => {
    const { child, url } = await startInChild()
    await query(url, 'create table kept as select 1 as n')
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    const { url: after } = await start()
    expect(await query(after, 'select n from kept')).toEqual([{ n: 1 }])
  })

  it.runIf(linux)('ends a server that outlived everything that should have ended it', async () => {
    const { child } = await startInChild()
    const orphan = await postmasterPid(join(dataDir, 'cluster'))
    // Without the watcher and the shell nothing tells the server that its owner is gone.
    for (const pid of await processesIn(dataDir)) {
      const program = await readlink(`/proc/${pid}/exe`).catch(() => '')
      if (program !== '' && !program.endsWith('/postgres')) killIfThere(pid)
    }
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    expect(await birthOf(orphan!)).toBeDefined()
    const { url } = await start()
    expect(await query(url, 'select 1 as n')).toEqual([{ n: 1 }])
    expect(await birthOf(orphan!)).toBeUndefined()
  })

  it('is started again on the same address when it falls', async () => {
    const { url } = await start()
    await query(url, 'create table kept as select 7 as n')
    process.kill((await postmasterPid(join(dataDir, 'cluster')))!, 'SIGKILL')
    const answer = () => query(url, 'select n from kept').catch(() => undefined)
    await expect.poll(answer, { timeout: 20_000 }).toEqual([{ n: 7 }])
  })

  it('is not kept from starting by what a power cut leaves behind', async () => {
    await (await start()).stop()
    servers.length = 0
    // The number of the dead server's process belongs to someone else now: to us.
    await writeFile(join(dataDir, 'cluster', 'postmaster.pid'), `${process.pid}\n${dataDir}\n`)
    await writeFile(join(dataDir, 'owner.json'), JSON.stringify({ pid: process.pid, birth: 'another boot/1' }))
    const { url } = await start()
    expect(await query(url, 'select 1 as n')).toEqual([{ n: 1 }])
  })

  it('makes a cluster whole or not at all', async () => {
    await mkdir(join(dataDir, 'cluster.123', 'base'), { recursive: true })
    const { url } = await start()
    expect(await query(url, 'select current_database() as name')).toEqual([{ name: 'pyflare' }])
    expect(await readdir(dataDir)).not.toContain('cluster.123')
  })

  it('says what to do about data that it can not open', async () => {
    await (await start()).stop()
    servers.length = 0
    await cp(join(dataDir, 'password'), join(dataDir, 'kept'))
    await rm(join(dataDir, 'password'))
    await expect(start()).rejects.toMatchObject({
      code: 'environment_unfit',
      message: expect.stringContaining('password'),
    })
    await cp(join(dataDir, 'kept'), join(dataDir, 'password'))
    await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '15\n')
    await expect(start()).rejects.toMatchObject({
      code: 'environment_unfit',
      message: expect.stringContaining('PostgreSQL 15'),
    })
  })
})

/** Processes come and go between the look and the signal: those of the server's own housekeeping do. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
