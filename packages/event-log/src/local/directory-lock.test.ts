import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { processIdentity } from './running-process.ts'
import { TemporaryLog } from './temporary-log.ts'

let temporary: TemporaryLog
beforeEach(async () => {
  temporary = await TemporaryLog.create()
})
afterEach(() => temporary.dispose())

test('a folder that another process has is refused, with the folder and the process, and free when it is gone', async () => {
  const script = fileURLToPath(new URL('./killed-appender.ts', import.meta.url))
  const args = ['--conditions=development', '--import', 'tsx', script, temporary.dir]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  await once(child.stdout, 'data')
  await expect(temporary.open()).rejects.toMatchObject({
    code: 'environment_unfit',
    message: expect.stringMatching(`${temporary.dir}.*process ${child.pid}`),
    details: { dir: temporary.dir, pid: child.pid },
  })
  child.kill('SIGKILL')
  await exited
  await (await temporary.open()).close()
})

test('the same process has it once', async () => {
  const log = await temporary.open()
  await expect(temporary.open()).rejects.toMatchObject({ code: 'environment_unfit' })
  await log.close()
  await (await temporary.open()).close()
})

test('of many that come at once one gets in at most, and a failed opening leaves nothing behind', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => temporary.open()))
  const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  expect(opened).toHaveLength(1)
  await opened[0]?.close()
  await expect(
    temporary.open({ topics: [{ name: 'bad/name', partitions: 1, retention: { maxAgeMs: 1, maxBytes: 1 } }] }),
  ).rejects.toMatchObject({
    code: 'invalid_argument',
  })
  expect((await readdir(temporary.dir)).filter((name) => name.startsWith('lock'))).toEqual([])
})

test('a claim of an earlier process with an id that runs again is no claim', async () => {
  await writeFile(join(temporary.dir, `lock.${process.ppid}.of-another-boot`), '')
  await writeFile(join(temporary.dir, 'lock.4194999.never'), '')
  const log = await temporary.open()
  const claims = (await readdir(temporary.dir)).filter((name) => name.startsWith('lock'))
  expect(claims).toEqual([`lock.${process.pid}.${await processIdentity(process.pid)}`])
  await log.close()
})
