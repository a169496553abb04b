import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { loadConfig } from '@pyflare/config'
import { loggerOf, type Step } from '@pyflare/runtime'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startPlatform } from '../src/index.ts'
import { ANY_PORTS, spawnPlatform, spawnPyflare } from './spawned-platform.ts'

async function newDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'pyflare-start-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  return dir
}

test('who is asked to stop while starting begins nothing more, and leaves nothing running', {
  timeout: 200_000,
}, async () => {
  const dataDir = await newDataDir()
  const child = spawnPyflare(['up', '--json', '--data-dir', dataDir, ...ANY_PORTS])
  const ended = once(child, 'exit')
  const said = { stdout: text(child.stdout), stderr: text(child.stderr) }
  await once(child.stderr, 'data')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(await said.stdout).toBe('')
  expect(await said.stderr).toMatch(/Stopping …\n(.*\n)*Stopped\.\n$/)
  expect(await said.stderr).not.toContain('Pages and API')
  expect(await readdir(dataDir)).not.toContain('lock.json')
})

test('Ctrl-C while the control database is being made is for us alone: it is made to its end, and the start stops', {
  timeout: 200_000,
}, async () => {
  const dataDir = await newDataDir()
  const child = spawnPyflare(['up', '--data-dir', dataDir, ...ANY_PORTS], { detached: true })
  const ended = once(child, 'exit')
  const said = text(child.stderr)
  const postgres = join(dataDir, 'postgres')
  const halfMade = async () => (await readdir(postgres)).find((name) => /^cluster\.\d+$/.test(name))
  // initdb is at work once there is something in the folder.
  const isAtWork = async () => (await readdir(join(postgres, (await halfMade()) ?? 'none'))).length > 0
  await vi.waitFor(async () => expect(await isAtWork()).toBe(true), { timeout: 100_000, interval: 10 })
  // A terminal tells all processes of the group.
  process.kill(-(child.pid ?? 0), 'SIGINT')
  expect(await ended).toEqual([0, null])
  expect(await said).toMatch(/Stopped\.\n$/)
  expect(await said).not.toContain('FAIL')
  expect(await halfMade()).toBeUndefined()
})

test('it stops cleanly when nobody reads what it says any more', { timeout: 200_000 }, async () => {
  const dataDir = await newDataDir()
  const platform = await spawnPlatform(dataDir)
  platform.process.stdout?.destroy()
  platform.process.stderr?.destroy()
  expect(await platform.end('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(await readdir(dataDir)).not.toContain('lock.json')
})

test('a taken port is found before anything is started, and who has it is named', async () => {
  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  const dataDir = await newDataDir()
  const flags = {
    data_dir: dataDir,
    'server.port': 0,
    'collector.otlp.grpc.endpoint': '127.0.0.1:0',
    'collector.otlp.http.endpoint': `127.0.0.1:${port}`,
  }
  const config = loadConfig({ env: {}, flags })
  const begun: string[] = []
  const step: Step = (name, work) => {
    begun.push(name)
    return work()
  }
  const error = await startPlatform(config, { logger: loggerOf(config, 'silent'), step }).then(
    () => expect.unreachable(),
    (error: Error) => error,
  )
  expect(error.message).toContain(`port ${port} (OTLP over HTTP) is taken`)
  if (process.platform === 'linux') expect(error.message).toContain(`by process ${process.pid} (`)
  expect(error.message).toContain('--otlp-http-port')
  expect(begun).toEqual([])
  expect(await readdir(dataDir)).toEqual([])
})
