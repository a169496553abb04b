import { chmod, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { append, readToEnd, TemporaryLog, valuesOf } from './temporary-log.ts'

let temporary: TemporaryLog
let umask: number
beforeEach(async () => {
  umask = process.umask(0)
  temporary = await TemporaryLog.create()
})
afterEach(async () => {
  process.umask(umask)
  await temporary.dispose()
})

/** Everything below a folder, and the folder itself, that others than its owner may look into. */
async function openToOthers(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true })
  const paths = [dir, ...entries.map((entry) => join(entry.parentPath, entry.name))]
  const modes = await Promise.all(paths.map(async (path) => ({ path, mode: (await stat(path)).mode & 0o777 })))
  return modes.filter(({ mode }) => (mode & 0o077) !== 0).map(({ path }) => path)
}

test('folders and files of a log are their owner’s alone, whatever the umask', async () => {
  const dir = join(temporary.dir, 'data', 'event-log')
  const log = await temporary.open({ dir, segmentBytes: 1 })
  await append(log, 'a', 'b')
  await readToEnd(log)
  expect(await openToOthers(join(temporary.dir, 'data'))).toEqual([])
  expect(await temporary.segments(dir)).toHaveLength(2)
  await log.close()
})

test('a log that others could read is closed to them when it is opened, and reads as before', async () => {
  const log = await temporary.open()
  await append(log, 'a')
  await log.close()
  for (const entry of await readdir(temporary.dir, { withFileTypes: true, recursive: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
  await chmod(temporary.dir, 0o755)
  const again = await temporary.open()
  expect(await openToOthers(temporary.dir)).toEqual([])
  expect(await valuesOf(again)).toEqual(['a'])
  expect(temporary.linesOf('warn')).toEqual([])
  await again.close()
})
