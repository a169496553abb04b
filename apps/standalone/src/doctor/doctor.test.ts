import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '@pyflare/config'
import { createLogger } from '@pyflare/observe'
import { expect, onTestFinished, test, vi } from 'vitest'
import { lockDataDir } from '../data-dir/lock.ts'
import { dataFolder, diskSpace, judgeSpace, lock, roomProblem, tempFolder } from './data-folder.ts'
import { lookAt } from './examine.ts'
import { broken, type Check, fine } from './finding.ts'
import { judgeNode } from './machine.ts'
import { ports } from './ports.ts'
import { servers } from './servers.ts'

const GIB = 2 ** 30
const newDir = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'pyflare-doctor-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  return dir
}
const configOf = (flags: Record<string, unknown>) => loadConfig({ env: {}, flags })
const FREE = {
  'server.port': 0,
  'collector.otlp.grpc.endpoint': '127.0.0.1:0',
  'collector.otlp.http.endpoint': '127.0.0.1:0',
}

test.each([
  ['8.0.0', 'fail'],
  ['18.20.0', 'fail'],
  ['20.18.3', 'fail'],
  ['20.19.0', 'ok'],
  ['22.1.0', 'ok'],
])('Node %s: %s', async (version, verdict) => {
  expect(judgeNode(version).verdict).toBe(verdict)
  const complaint = createRequire(import.meta.url)('../../../../packages/tooling/bin/node-complaint.cjs')(version)
  expect(complaint === undefined ? 'ok' : 'fail').toBe(verdict)
  const { engines } = JSON.parse(await readFile(new URL('../../../../package.json', import.meta.url), 'utf8'))
  if (complaint !== undefined) expect(`>=${/needs Node ([\d.]+)/.exec(complaint)?.[1]}.0`).toBe(engines.node)
})

test('what stands on something that failed is not looked at, and one look may fail or hang', async () => {
  const check = (name: string, look: Check['look'], needs: string[] = []): Check => ({
    name,
    needs,
    look,
    withinMs: 10,
  })
  const told: string[] = []
  const healthy = await lookAt(
    [
      check('a', async () => broken('no', 'mend')),
      check('b', async () => fine('never'), ['a']),
      check('c', async () => fine('never'), ['b']),
      check('d', () => new Promise(() => undefined)),
      check('e', () => Promise.reject(new Error('odd'))),
      check('f', async () => fine('yes')),
    ],
    configOf({}),
    (name, { verdict, message }) => told.push(`${name} ${verdict} ${message}`),
  )
  expect(healthy).toBe(false)
  expect(told).toEqual([
    'a fail no',
    'b skip not looked at: it needs what failed above (a)',
    'c skip not looked at: it needs what failed above (b)',
    'd fail no answer within 0.01 s',
    'e fail odd',
    'f ok yes',
  ])
})

test('a folder is looked at without being made', async () => {
  const dir = await newDir()
  const look = (data_dir: string) => dataFolder.look(configOf({ data_dir }))
  expect(await look(dir)).toMatchObject({ verdict: 'ok', message: expect.stringContaining('can be written') })
  expect(await look(join(dir, 'not', 'yet'))).toMatchObject({ verdict: 'ok', message: expect.stringContaining('made') })
  expect(await readdir(dir)).toEqual([])
  const file = join(dir, 'file')
  await writeFile(file, '')
  for (const path of [file, join(file, 'below'), join(file, 'far', 'below')]) {
    const message = `${path} can't be made: ${file} is no folder`
    expect(await look(path)).toMatchObject({ verdict: 'fail', message, mend: expect.stringContaining('--data-dir') })
  }
})

test.runIf(process.platform === 'linux')('a folder that takes nothing is named', async () => {
  const finding = await dataFolder.look(configOf({ data_dir: '/proc/pyflare/below' }))
  expect(finding).toMatchObject({ verdict: 'fail', message: "/proc/pyflare/below can't be made (ENOENT)" })
})

test('a temp folder that takes nothing is told once, and not by the servers that would be tried there', async () => {
  vi.stubEnv('TMPDIR', '/proc/pyflare')
  onTestFinished(() => void vi.unstubAllEnvs())
  const told: string[] = []
  const platform: Check = { name: 'Platform', look: async () => fine('any') }
  const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
  await lookAt([platform, tempFolder, ...servers(logger)], configOf({}), (name, { verdict, mend }) =>
    told.push(`${name} ${verdict} ${mend}`),
  )
  expect(told).toEqual([
    'Platform ok undefined',
    'Temp folder fail Set TMPDIR to a folder that can.',
    'ClickHouse skip undefined',
    'PostgreSQL skip undefined',
  ])
})

test('what a server says of itself is told, and nothing else is blamed', async () => {
  const config = configOf({ 'control_db.url': 'postgres://nobody@127.0.0.1:1/none' })
  const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
  const postgres = servers(logger).find(({ name }) => name === 'PostgreSQL')
  const finding = await postgres?.look(config)
  expect(finding).toEqual({ verdict: 'fail', message: expect.stringContaining('control database') })
})

test('a disk is judged by what is left of it', async () => {
  expect(judgeSpace(0.2 * GIB, '/d').verdict).toBe('fail')
  expect(judgeSpace(3 * GIB, '/d').verdict).toBe('warn')
  expect(judgeSpace(9 * GIB, '/d').verdict).toBe('ok')
  expect((await diskSpace.look(configOf({ data_dir: join(await newDir(), 'not', 'yet') }))).message).toContain('free')
})

test('a start asks for some room alone, also where its folder is not there yet', async () => {
  const dataDir = join(await newDir(), 'not', 'there', 'yet')
  expect(await roomProblem(dataDir, 1)).toBeUndefined()
  expect(await roomProblem(dataDir, 2 ** 60)).toMatchObject({ message: expect.stringContaining('GiB free') })
})

test('a lock is told apart: free, held, left behind', async () => {
  const dir = await newDir()
  const config = configOf({ data_dir: dir })
  expect((await lock.look(config)).message).toContain('nobody')
  expect((await lock.look(configOf({ data_dir: join(dir, 'none') }))).message).toContain('nobody')
  const release = await lockDataDir(dir)
  expect((await lock.look(config)).message).toContain(`process ${process.pid}`)
  expect((await ports.look(config)).message).toContain('in use by the PyFlare')
  await release()
  await writeFile(join(dir, 'lock.json'), JSON.stringify({ pid: 1, birth: 'x' }))
  expect(await lock.look(config)).toMatchObject({ verdict: 'warn', mend: expect.stringContaining('next start') })
  await rm(join(dir, 'lock.json'))
  await mkdir(join(dir, 'lock.json'))
  await expect(lock.look(config)).rejects.toThrow('EISDIR')
})

test('a taken port is named, with who has it and the flag that chooses another', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  const data_dir = await newDir()
  const look = (flags: Record<string, unknown>) => ports.look(configOf({ ...FREE, data_dir, ...flags }))
  const taken = await look({ 'collector.otlp.grpc.endpoint': `127.0.0.1:${port}` })
  const owner = `port ${port} (OTLP over gRPC) is taken by process ${process.pid} (`
  expect(taken).toMatchObject({ verdict: 'fail', mend: expect.stringContaining('--otlp-grpc-port') })
  if (process.platform === 'linux') expect(taken.message).toContain(owner)
  const another = createServer()
  await new Promise<void>((resolve) => another.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void another.close())
  const both = await look({
    'server.port': (another.address() as AddressInfo).port,
    'collector.otlp.grpc.endpoint': `127.0.0.1:${port}`,
  })
  expect(both.mend).toBe('Stop what uses them, or choose others with --port and --otlp-grpc-port (0: any).')
  expect(await look({})).toMatchObject({ verdict: 'ok' })
  expect(await look({ 'server.port': 4318, 'collector.otlp.http.endpoint': '127.0.0.1:4318' })).toMatchObject({
    verdict: 'fail',
    message: 'port 4318 is asked for twice',
  })
  expect(await look({ 'server.host': '192.0.2.1' })).toMatchObject({
    verdict: 'fail',
    message: '192.0.2.1 (pages and API) is no address of this machine (EADDRNOTAVAIL)',
  })
})
