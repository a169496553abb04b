import { expect, test } from 'vitest'

const { installProgress } = await import(new URL('../bin/install-progress.mjs', import.meta.url).href)

const answer = (name: string) => `npm http fetch GET 200 https://registry.example/${name} 654ms (cache miss)`
const archive = (name: string) => answer(`${name}/-/${name}-1.0.0.tgz`)
const names = (count: number) => Array.from({ length: count }, (_, at) => `package-${at}`)

test('an installation says in words what npm is waiting for', () => {
  const read = installProgress(200)
  const readAll = (lines: string[]) => lines.map((line) => read(line).progress).at(-1)
  expect(read('').progress).toBe('asking the registry where the packages lie')
  expect(read(archive('package-0')).progress).toBe(
    'asking the registry where the packages lie (0 answers), 1 of 200 fetched',
  )
  expect(readAll(names(150).map(answer))).toBe(
    'asking the registry where the packages lie (150 answers), 1 of 200 fetched',
  )
  expect(readAll(names(180).map(archive))).toBe('180 of 200 fetched')
  // What npm finds in its cache, and what it asks for twice, is told once.
  expect(readAll(names(180).map(archive))).toBe('180 of 200 fetched')
  expect(readAll(names(199).map(archive))).toBe('199 of 200 fetched')
  expect(read('npm http cache https://registry.example/x/-/x-1.0.0.tgz 3ms (cache hit)').progress).toBe(
    'all fetched, unpacking',
  )
})

test('only lines of requests are kept from the output', () => {
  const read = installProgress(1)
  expect(read('npm http fetch GET https://registry.example/zod attempt 1 failed with ECONNRESET').isTold).toBe(true)
  expect(read('npm error code ENOTFOUND').isTold).toBe(false)
})
