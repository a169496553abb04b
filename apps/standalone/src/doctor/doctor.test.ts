import { mkdtemp, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '@pyflare/config'
import { expect, test } from 'vitest'
import { lockDataDir } from '../data-dir/lock.ts'
import { diskSpace, judgeSpace, lock, writable } from './data-folder.ts'
import { judgeNode } from './machine.ts'
import { ports } from './ports.ts'

const GIB = 2 ** 30
const newDir = () => mkdtemp(join(tmpdir(), 'pyflare-doctor-'))
const configOf = (flags: Record<string, unknown>) => loadConfig({ env: {}, flags })
const FREE = {
  'server.port': 0,
  'collector.otlp.grpc.endpoint': '127.0.0.1:0',
  'collector.otlp.http.endpoint': '127.0.0.1:0',
}

test.each([
  ['18.20.0', 'fail'],
  ['20.18.3', 'fail'],
  ['20.19.0', 'ok'],
  ['22.1.0', 'ok'],
])('Node %s: %s', (version, verdict) => {
  expect(judgeNode(version).verdict).toBe(verdict)
})

test('a folder that can be written is fine, one below a file is not', async () => {
  const dir = await newDir()
  expect((await writable.look(configOf({ data_dir: dir }))).verdict).toBe('ok')
  await writeFile(join(dir, 'file'), '')
  const finding = await writable.look(configOf({ data_dir: join(dir, 'file', 'below') }))
  expect(finding).toMatchObject({ verdict: 'fail', mend: expect.stringContaining('--data-dir') })
})

test('a disk is judged by what is left of it', async () => {
  expect(judgeSpace(0.2 * GIB, '/d').verdict).toBe('fail')
  expect(judgeSpace(3 * GIB, '/d').verdict).toBe('warn')
  expect(judgeSpace(9 * GIB, '/d').verdict).toBe('ok')
  expect((await diskSpace.look(configOf({ data_dir: join(await newDir(), 'not', 'yet') }))).message).toContain('free')
})

test('a lock is told apart: free, held, left behind', async () => {
  const dir = await newDir()
  const config = configOf({ data_dir: dir })
  expect((await lock.look(config)).message).toContain('nobody')
  const release = await lockDataDir(dir)
  expect((await lock.look(config)).message).toContain(`process ${process.pid}`)
  await release()
  await writeFile(join(dir, 'lock.json'), JSON.stringify({ pid: 1, birth: 'x' }))
  expect(await lock.look(config)).toMatchObject({ verdict: 'warn', mend: expect.stringContaining('next start') })
})

test('a taken port is named, with the flag that chooses another', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const data_dir = await newDir()
  const finding = await ports.look(configOf({ ...FREE, data_dir, 'collector.otlp.grpc.endpoint': `127.0.0.1:${port}` }))
  expect(finding).toMatchObject({ verdict: 'fail', message: `port ${port} (OTLP over gRPC) is taken` })
  expect(finding.mend).toContain('--otlp-grpc-port')
  await new Promise((resolve) => other.close(resolve))
  expect((await ports.look(configOf({ ...FREE, data_dir }))).verdict).toBe('ok')
})
