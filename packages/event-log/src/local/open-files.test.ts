import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readRange } from './durable-file.ts'
import { OpenFiles } from './open-files.ts'
import { RETENTION, readToEnd, TemporaryLog } from './temporary-log.ts'

let temporary: TemporaryLog
beforeEach(async () => {
  temporary = await TemporaryLog.create()
})
afterEach(() => temporary.dispose())

async function create(count: number): Promise<string[]> {
  const paths = Array.from({ length: count }, (_, index) => join(temporary.dir, `file-${index}`))
  await Promise.all(paths.map((path) => writeFile(path, path)))
  return paths
}

test('never opens more files than it may, whatever is asked at once', async () => {
  const paths = await create(20)
  const files = new OpenFiles(3)
  const using = new Map<string, number>()
  let most = 0
  const use = (path: string) =>
    files.use(path, async (file) => {
      using.set(path, (using.get(path) ?? 0) + 1)
      most = Math.max(most, [...using.values()].filter((users) => users > 0).length)
      const bytes = await readRange(file, 0, 1000)
      using.set(path, (using.get(path) ?? 0) - 1)
      return bytes.toString()
    })
  const asked = [...paths, ...paths, ...[...paths].reverse()]
  expect(await Promise.all(asked.map(use))).toEqual(asked)
  expect(most).toBeLessThanOrEqual(3)
  await files.close()
})

test('a file that is forgotten stays open for those who use it, and is opened anew for others', async () => {
  const [path = ''] = await create(1)
  const files = new OpenFiles(2)
  await files.use(path, async (file) => {
    await files.forget(path)
    await files.use(path, async (other) => expect(other).not.toBe(file))
    expect((await readRange(file, 0, 4)).length).toBe(4)
  })
  await files.close()
})

test('a file that is missing fails for its caller alone', async () => {
  const [path = ''] = await create(1)
  const files = new OpenFiles(1)
  await expect(files.use(join(temporary.dir, 'none'), async () => 1)).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await files.use(path, async () => 2)).toBe(2)
  await files.close()
})

test.runIf(process.platform === 'linux')('a log of more partitions and segments than open files works', async () => {
  const topics = [{ name: 'many', partitions: 150, retention: RETENTION }]
  const log = await temporary.open({ topics, segmentBytes: 100 })
  const messages = Array.from({ length: 600 }, (_, index) => ({ key: `key-${index}`, value: Buffer.from(`${index}`) }))
  await log.append('many', messages)
  const open = await readdir('/proc/self/fd')
  expect(open.length).toBeLessThan(128 + 60)
  expect(await readToEnd(log, 'many')).toHaveLength(600)
  await log.close()
})
