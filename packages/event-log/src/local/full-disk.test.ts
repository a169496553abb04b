import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HEADER_BYTES } from './segment-header.ts'
import { append, readToEnd, TemporaryLog, valuesOf } from './temporary-log.ts'

const SCRIPT = fileURLToPath(new URL('./writer-of-limited-files.ts', import.meta.url))

let temporary: TemporaryLog
beforeEach(async () => {
  temporary = await TemporaryLog.create()
})
afterEach(() => temporary.dispose())

/** Runs the script where no file may grow beyond a megabyte or half of one: shells count in their own blocks. */
async function writeWithLimitedFiles(sizes: number[]): Promise<string[]> {
  const node = [process.execPath, '--conditions=development', '--import', 'tsx', SCRIPT, temporary.dir]
  const limited = ['-c', 'ulimit -f 1024 && exec "$@"', 'sh', ...node, ...sizes.map(String)]
  const { stdout } = await promisify(execFile)('sh', limited)
  return stdout.trim().split('\n')
}

test('a write that runs out of room is refused as log_full, leaves nothing behind, and the next that fits works', async () => {
  const outcomes = await writeWithLimitedFiles([300_000, 2_000_000, 100_000, 1_500_000, 20_000])
  expect(outcomes).toEqual(['300000 kept', '2000000 log_full', '100000 kept', '1500000 log_full', '20000 kept'])
  const [path = ''] = await temporary.segments()
  const { size } = await stat(path)
  const log = await temporary.open()
  const kept = await readToEnd(log)
  await log.close()
  expect(kept.map(({ offset, value }) => [offset, value.byteLength])).toEqual([
    [0n, 300_000],
    [1n, 100_000],
    [2n, 20_000],
  ])
  for (const { value } of kept)
    expect(Buffer.alloc(value.byteLength, String(value.byteLength)).equals(value)).toBe(true)
  expect(size).toBeLessThan(HEADER_BYTES + 420_000 + 3 * 100)
  expect(temporary.lines.filter(({ level }) => level !== 'debug')).toEqual([])
})

test('some of the disk stays free for commits: appends are refused before it is full', async () => {
  const full = await temporary.open({ leastFreeBytes: 1e18 })
  await expect(append(full, 'a')).rejects.toMatchObject({
    code: 'log_full',
    retryable: true,
    message: expect.stringMatching(`The disk of the event log in ${temporary.dir} is full`),
  })
  await full.close()
  const log = await temporary.open({ leastFreeBytes: 0 })
  await append(log, 'b')
  expect(await valuesOf(log)).toEqual(['b'])
  await log.close()
})

test('what groups have read goes when the disk is full', async () => {
  let log = await temporary.open({ segmentBytes: 1 })
  await append(log, 'a', 'b', 'c')
  await valuesOf(log)
  await log.close()
  log = await temporary.open({ leastFreeBytes: 1e18 })
  await expect(append(log, 'd')).rejects.toMatchObject({ code: 'log_full' })
  const [position] = await log.positions('one', 'reader')
  expect(position).toMatchObject({ oldestOffset: 3n, endOffset: 3n, committedOffset: 3n })
  await log.close()
})
