import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createLogger } from '@pyflare/observe'
import { afterEach, describe, expect, it } from 'vitest'
import { hex, span, traceBatch, traceId } from '../contract/records.ts'
import { openTestStore, sql } from '../contract/test-store.ts'
import { type EmbeddedServer, startEmbeddedServer } from './start-embedded-server.ts'

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
const cleanUps: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'pyflare-server-'))
  cleanUps.push(() => rm(path, { recursive: true, force: true }))
  return path
}

async function start(dataDir: string): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ dataDir, logger })
  cleanUps.push(() => server.stop())
  return server
}

function ask(server: EmbeddedServer, query: string, headers: Record<string, string>): Promise<Response> {
  return fetch(server.url, { method: 'POST', body: query, headers })
}

const as = ({ username, password }: { username: string; password: string }) => ({
  'X-ClickHouse-User': username,
  'X-ClickHouse-Key': password,
})

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('the embedded server', () => {
  it('keeps acknowledged rows when it is killed, and answers again at the same address', async () => {
    const test = await openTestStore()
    cleanUps.push(() => test.close())
    await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(span())], token: 'before' })
    const killed = test.server.pid
    const restarted = new Promise<void>((resolve) => test.server.onRestart(resolve))
    process.kill(killed, 'SIGKILL')
    await restarted
    expect(test.server.pid).not.toBe(killed)
    const { rows } = await test.store.reader.listSpans({ projectId: 'project-a', traceId: hex(traceId(1)), limit: 10 })
    expect(rows).toHaveLength(1)
    await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(span())], token: 'before' })
    expect(await sql(test, 'SELECT count() AS n FROM spans')).toEqual([{ n: '1' }])
  })

  it('answers nobody without its key, and each account what it may', async () => {
    const server = await start(await folder())
    expect((await ask(server, 'SELECT 1', {})).status).toBe(404)
    expect((await ask(server, 'SELECT 1', { ...server.headers, ...as(server.reader) })).status).toBe(200)
    expect(
      (await ask(server, 'SELECT 1', { ...server.headers, ...as({ ...server.reader, password: 'x' }) })).status,
    ).toBe(403)
    await ask(server, 'CREATE DATABASE pyflare', { ...server.headers, ...as(server.writer) })
    const table = 'CREATE TABLE pyflare.t (a UInt8) ENGINE = MergeTree ORDER BY a'
    expect((await ask(server, table, { ...server.headers, ...as(server.writer) })).status).toBe(200)
    const outside = [
      `SELECT * FROM file('/etc/hostname', LineAsString)`,
      `SELECT * FROM url('http://127.0.0.1:1/', LineAsString)`,
      'CREATE TABLE default.t (a UInt8) ENGINE = MergeTree ORDER BY a',
    ]
    const writes = ['INSERT INTO pyflare.t VALUES (1)', 'DROP TABLE pyflare.t', 'SELECT * FROM system.parts']
    const asked = [
      ...[...outside, ...writes].map((query) => [server.reader, query] as const),
      ...outside.map((query) => [server.writer, query] as const),
    ]
    for (const [account, query] of asked) {
      const response = await ask(server, query, { ...server.headers, ...as(account) })
      expect(`${query}: ${await response.text()}`).toMatch(/\((ACCESS_DENIED|READONLY)\)/)
    }
    const asDefault = await ask(server, 'SELECT * FROM pyflare.t', server.headers)
    expect(asDefault.status).not.toBe(200)
  })

  it('keeps its configuration to its owner', async () => {
    const dataDir = await folder()
    await start(dataDir)
    for (const file of ['server.xml', 'users.xml']) {
      expect(((await stat(join(dataDir, file))).mode & 0o777).toString(8)).toBe('600')
    }
    expect(await readFile(join(dataDir, 'users.xml'), 'utf8')).toContain('password_sha256_hex')
  })

  it('does not share its folder', async () => {
    const dataDir = await folder()
    await start(dataDir)
    await expect(startEmbeddedServer({ dataDir, logger })).rejects.toMatchObject({
      code: 'environment_unfit',
      message: expect.stringContaining('in use by another'),
    })
  })

  it('says which folder it can not use', async () => {
    const file = join(await folder(), 'file')
    await writeFile(file, '')
    await expect(startEmbeddedServer({ dataDir: file, logger })).rejects.toMatchObject({
      code: 'environment_unfit',
      message: expect.stringContaining(file),
    })
  })

  it('works in a folder that others can not enter, whatever its name', async () => {
    const closed = join(await folder(), 'a <closed> & "odd" földer')
    await mkdir(closed, { mode: 0o700 })
    const server = await start(closed)
    expect((await ask(server, 'SELECT 1', { ...server.headers, ...as(server.reader) })).status).toBe(200)
  })

  it('is gone when it was stopped, and starts again where it was', async () => {
    const dataDir = await folder()
    const first = await start(dataDir)
    await ask(first, 'CREATE DATABASE pyflare', { ...first.headers, ...as(first.writer) })
    await first.stop()
    expect(alive(first.pid)).toBe(false)
    const second = await start(dataDir)
    const databases = await ask(second, 'SHOW DATABASES', { ...second.headers, ...as(second.writer) })
    expect(await databases.text()).toContain('pyflare')
  })

  it('dies with the process that started it', async () => {
    const dataDir = await folder()
    const source = fileURLToPath(new URL('./start-embedded-server.ts', import.meta.url))
    const script = `
      const { startEmbeddedServer } = await import(${JSON.stringify(source)})
      const logger = { debug() {}, info() {}, warn() {}, error() {}, child() { return logger } }
      const server = await startEmbeddedServer({ dataDir: ${JSON.stringify(dataDir)}, logger })
      console.log(server.pid)`
    const loader = ['--conditions=development', '--import', 'tsx', '--input-type=module', '--eval', script]
    const parent = spawn(process.execPath, loader, { stdio: ['ignore', 'pipe', 'inherit'] })
    cleanUps.push(async () => parent.kill('SIGKILL'))
    const [line] = await once(createInterface({ input: parent.stdout }), 'line')
    const pid = Number(line)
    expect(alive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false)
  })
})
