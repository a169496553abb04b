import { cp, mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EventLog } from '../event-log.ts'
import { HEADER_BYTES } from './segment-header.ts'
import { append, readToEnd, TemporaryLog, valuesOf } from './temporary-log.ts'

let temporary: TemporaryLog
beforeEach(async () => {
  temporary = await TemporaryLog.create()
})
afterEach(() => temporary.dispose())

async function flipBit(path: string, position: number): Promise<void> {
  const bytes = await readFile(path)
  const at = position < 0 ? bytes.length + position : position
  bytes[at] = bytes[at]! ^ 0b1000
  await writeFile(path, bytes)
}

async function reopen(log: EventLog, change: () => Promise<void>, segmentBytes?: number): Promise<EventLog> {
  await log.close()
  await change()
  return temporary.open(segmentBytes === undefined ? {} : { segmentBytes })
}

describe('the end of the last segment', () => {
  test('torn at any byte, is cut, and everything before it stays', async () => {
    const log = await temporary.open()
    await append(log, 'first', 'second')
    const [path = ''] = await temporary.segments()
    const whole = (await readFile(path)).length
    await append(log, 'torn')
    await log.close()
    const end = (await readFile(path)).length
    for (let cut = whole + 1; cut < end; cut++) {
      const dir = join(temporary.dir, `copy-${cut}`)
      await mkdir(dir)
      await cp(join(temporary.dir, 'topics/one'), join(dir, 'topics/one'), { recursive: true })
      const [copied = ''] = await temporary.segments(dir)
      await truncate(copied, cut)
      temporary.lines.length = 0
      const again = await temporary.open({ dir })
      expect(temporary.linesOf('warn')).toMatchObject([{ fields: { cutBytes: cut - whole, endOffset: '2' } }])
      expect((await readFile(copied)).length).toBe(whole)
      await append(again, 'third')
      expect(await valuesOf(again)).toEqual(['first', 'second', 'third'])
      await again.close()
      await rm(dir, { recursive: true })
    }
  })

  test('of zeros or of anything, as a power loss may leave it, is cut', async () => {
    for (const tail of [Buffer.alloc(10_000), Buffer.alloc(3, 'x'), Buffer.from('PYFLOG'.repeat(500))]) {
      let log = await temporary.open()
      await append(log, 'kept')
      const [path = ''] = await temporary.segments()
      log = await reopen(log, async () => writeFile(path, Buffer.concat([await readFile(path), tail])))
      expect((await valuesOf(log)).every((value) => value === 'kept')).toBe(true)
      await log.close()
    }
    const log = await temporary.open()
    const [position] = await log.positions('one', 'reader')
    expect(position).toMatchObject({ endOffset: 3n, committedOffset: 3n })
    await log.close()
  })

  test('is kept where whole records follow the damage: they were accepted', async () => {
    let log = await temporary.open()
    await append(log, 'a', 'b', 'c', 'd')
    const [path = ''] = await temporary.segments()
    const bytes = await readFile(path)
    log = await reopen(log, () => flipBit(path, HEADER_BYTES + (bytes.length - HEADER_BYTES) / 4 + 20))
    expect((await readFile(path)).length).toBe(bytes.length)
    await append(log, 'e')
    const got = await readToEnd(log)
    expect(got.map(({ offset, value }) => `${offset} ${Buffer.from(value)}`)).toEqual(['0 a', '2 c', '3 d', '4 e'])
    const [line] = temporary.linesOf('error')
    expect(line?.fields).toMatchObject({ topic: 'one', partition: 0, firstLostOffset: '1', lastLostOffset: '1' })
    await log.close()
  })

  test('is made anew when a crash came before its header was written', async () => {
    for (const length of [0, 1, HEADER_BYTES - 1, HEADER_BYTES]) {
      let log = await temporary.open({ segmentBytes: 1 })
      await append(log, 'a', 'b')
      log = await reopen(log, async () => {
        const last = (await temporary.segments()).at(-1)!
        const base = BigInt(last.slice(-24, -4))
        await writeFile(last.replace(/\d{20}/, String(base + 1n).padStart(20, '0')), Buffer.alloc(length))
      })
      await append(log, 'c')
      expect(await valuesOf(log)).toEqual(['a', 'b', 'c'])
      await log.close()
    }
    expect(temporary.linesOf('error')).toEqual([])
  })

  test('with a damaged header gives its records all the same', async () => {
    let log = await temporary.open()
    await append(log, 'a', 'b')
    const [path = ''] = await temporary.segments()
    log = await reopen(log, () => flipBit(path, 10))
    await append(log, 'c')
    expect(await valuesOf(log)).toEqual(['a', 'b', 'c'])
    await log.close()
  })

  test('without anything that can be read is set aside, not deleted', async () => {
    let log = await temporary.open()
    await append(log, 'a')
    const [path = ''] = await temporary.segments()
    log = await reopen(log, () => writeFile(path, Buffer.alloc(500, 1)))
    await append(log, 'b')
    expect(await valuesOf(log)).toEqual(['b'])
    expect((await readFile(`${path}.damaged`)).length).toBe(500)
    await log.close()
  })
})

describe('damage in older segments', () => {
  test('costs the records that it hit, wherever the bit is, and offsets stay right', async () => {
    const log = await temporary.open({ segmentBytes: 300 })
    const values = Array.from({ length: 12 }, (_, index) => `value-${index}`)
    await append(log, ...values)
    await log.close()
    const original = join(temporary.dir, '..', `${temporary.dir.split('/').at(-1)}-original`)
    await cp(temporary.dir, original, { recursive: true })
    const [first = '', second = ''] = await temporary.segments()
    const size = (await readFile(first)).length
    const held = Number(BigInt(second.slice(-24, -4)))
    for (let position = 0; position < size; position += 3) {
      await rm(temporary.dir, { recursive: true })
      await cp(original, temporary.dir, { recursive: true })
      await flipBit(first, position)
      temporary.lines.length = 0
      const again = await temporary.open({ segmentBytes: 300 })
      const got = await readToEnd(again)
      await again.close()
      for (const { offset, value } of got) expect(Buffer.from(value).toString()).toBe(values[Number(offset)])
      const hit = position >= HEADER_BYTES
      expect(got.length).toBe(hit ? values.length - 1 : values.length)
      const lost = values
        .map((_, index) => BigInt(index))
        .filter((offset) => !got.some((each) => each.offset === offset))
      if (hit) {
        expect(lost[0]).toBeLessThan(held)
        expect(temporary.linesOf('error')).toMatchObject([
          { fields: { topic: 'one', partition: 0, firstLostOffset: `${lost[0]}`, lastLostOffset: `${lost[0]}` } },
        ])
      }
    }
    await rm(original, { recursive: true })
  })

  test('is told once, however many groups read over it', async () => {
    let log = await temporary.open({ segmentBytes: 200 })
    await append(log, 'a', 'b', 'c', 'd', 'e', 'f')
    const [path = ''] = await temporary.segments()
    log = await reopen(log, () => flipBit(path, -1), 200)
    const groups = await Promise.all(['x', 'y', 'z'].map((group) => readToEnd(log, 'one', group)))
    expect(groups.map((got) => got.length)).toEqual([5, 5, 5])
    await readToEnd(log, 'one', 'later')
    expect(temporary.linesOf('error')).toHaveLength(1)
    await log.close()
  })

  test('of whole files: truncated, emptied or gone, costs what they held', async () => {
    const damage: ((path: string) => Promise<void>)[] = [
      (path) => truncate(path, HEADER_BYTES + 5),
      (path) => truncate(path, HEADER_BYTES),
      (path) => truncate(path, 0),
      (path) => rename(path, `${path}.elsewhere`),
    ]
    for (const harm of damage) {
      let log = await temporary.open({ segmentBytes: 1, dir: join(temporary.dir, String(damage.indexOf(harm))) })
      await append(log, 'a', 'b', 'c', 'd')
      await log.close()
      const dir = join(temporary.dir, String(damage.indexOf(harm)))
      const [, second = ''] = await temporary.segments(dir)
      await harm(second)
      temporary.lines.length = 0
      log = await temporary.open({ segmentBytes: 1, dir })
      expect(await valuesOf(log)).toEqual(['a', 'c', 'd'])
      expect(temporary.linesOf('error').at(-1)?.fields).toMatchObject({ firstLostOffset: '1', lastLostOffset: '1' })
      await log.close()
    }
  })

  test('does not bring to life what a value holds: a copy of another log stays a value', async () => {
    const other = await temporary.open({ dir: join(temporary.dir, 'other') })
    await append(other, 'forged', 'forged', 'forged')
    await other.close()
    const [otherPath = ''] = await temporary.segments(join(temporary.dir, 'other'))
    const forged = await readFile(otherPath)
    let log = await temporary.open()
    await append(log, 'a')
    await log.append('one', [{ key: 'k', value: forged }])
    await append(log, 'b')
    const [path = ''] = await temporary.segments()
    const bytes = await readFile(path)
    log = await reopen(log, () => flipBit(path, bytes.indexOf(forged) - 1))
    expect(await valuesOf(log)).toEqual(['a', 'b'])
    await log.close()
  })
})

test('where the end of the log is lost, new messages come behind what groups have read', async () => {
  let log = await temporary.open()
  await append(log, 'a', 'b', 'c')
  expect(await valuesOf(log)).toEqual(['a', 'b', 'c'])
  const [path = ''] = await temporary.segments()
  log = await reopen(log, () => truncate(path, HEADER_BYTES))
  await append(log, 'd')
  expect(await valuesOf(log)).toEqual(['d'])
  const [position] = await log.positions('one', 'reader')
  expect(position).toMatchObject({ endOffset: 4n, committedOffset: 4n })
  await log.close()
})

test('damaged committed offsets are named, never guessed', async () => {
  const log = await temporary.open()
  await append(log, 'a')
  await valuesOf(log)
  await log.close()
  const path = join(temporary.dir, 'offsets/reader.json')
  await flipBit(path, -10)
  await expect(temporary.open()).rejects.toMatchObject({ code: 'corrupt_data', message: expect.stringContaining(path) })
  await rm(path)
  const again = await temporary.open()
  expect(await valuesOf(again)).toEqual(['a'])
  await again.close()
})
