import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockDataDir, lockState } from './lock.ts'
import { birthOf } from './process-birth.ts'

const newDir = () => mkdtemp(join(tmpdir(), 'pyflare-lock-'))

test('a folder has one user, and is free afterwards', async () => {
  const dir = join(await newDir(), 'made', 'too')
  const release = await lockDataDir(dir)
  await expect(lockDataDir(dir)).rejects.toThrow(`in use by process ${process.pid}`)
  await release()
  await (await lockDataDir(dir))()
  expect(await readdir(dir)).toEqual([])
})

test('of many that want it at once, one gets it', async () => {
  const dir = await newDir()
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(dir)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test.each([
  ['its process is gone', async () => JSON.stringify(await goneProcess())],
  ['its process id went to another', async () => JSON.stringify({ pid: process.pid, birth: 'long ago' })],
  ['its writer was cut off', async () => '{"pid":'],
])('a lock is taken over when %s', async (_name, content) => {
  const dir = await newDir()
  await writeFile(join(dir, 'lock.json'), await content())
  expect((await lockState(dir)).state).toBe('stale')
  await (await lockDataDir(dir))()
  expect((await lockState(dir)).state).toBe('free')
})

test('a folder that can not be made is named', async () => {
  const file = join(await newDir(), 'file')
  await writeFile(file, '')
  await expect(lockDataDir(join(file, 'below'))).rejects.toThrow('--data-dir')
})

async function goneProcess() {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  await once(child, 'spawn')
  const holder = { pid: child.pid, birth: await birthOf(child.pid ?? 0) }
  child.stdin.end()
  await once(child, 'exit')
  return holder
}
