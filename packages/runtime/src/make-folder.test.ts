import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pyflare-make-folder-'))
})
afterAll(() => rm(dir, { recursive: true }))

test('a folder is made with those above it, also by many at once, and may be there already', async () => {
  const deep = join(dir, 'a', 'b', 'c')
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(deep)))
  await makeFolder(deep)
  expect((await stat(deep)).isDirectory()).toBe(true)
})

test('a place that takes no folders is an error', async () => {
  await writeFile(join(dir, 'file'), '')
  await expect(makeFolder(join(dir, 'file'))).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(makeFolder(join(dir, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
})

test.runIf(process.platform === 'linux')('below /proc it fails instead of trying for ever', async () => {
  await expect(makeFolder('/proc/pyflare/below')).rejects.toMatchObject({ code: 'ENOENT' })
})
