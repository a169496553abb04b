import { expect, test } from 'vitest'
import { oneFirst } from './one-first.ts'

test('the first work of a key runs alone, the others at once behind it', async () => {
  const run = oneFirst<string>()
  const log: string[] = []
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const slow = run('a', async () => {
    log.push('first')
    await gate
    log.push('first done')
  })
  const others = [1, 2].map((number) => run('a', async () => void log.push(`other ${number}`)))
  await run('b', async () => void log.push('another key'))
  open()
  await Promise.all([slow, ...others])
  expect(log).toEqual(['first', 'another key', 'first done', 'other 1', 'other 2'])
})

test('where the first fails, one of those that wait is first in its place', async () => {
  const run = oneFirst<string>()
  let inside = 0
  let most = 0
  const work = async () => {
    inside++
    most = Math.max(most, inside)
    await Promise.resolve()
    inside--
  }
  const failed = run('a', () => Promise.reject(new Error('no')))
  const second = run('a', work)
  const third = run('a', work)
  await expect(failed).rejects.toThrow('no')
  await Promise.all([second, third])
  expect(most).toBe(1)
})
