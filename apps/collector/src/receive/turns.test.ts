import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('each turn of the event loop has one piece of work, in order', async () => {
  const turns = new Turns()
  const done: string[] = []
  const work = async (name: string) => {
    await turns.next()
    done.push(name)
  }
  const all = [work('a'), work('b'), work('c')]
  let turn = 0
  while (done.length < 3) {
    await new Promise((resolve) => setImmediate(resolve))
    turn++
    expect(done.length).toBeLessThanOrEqual(turn)
  }
  await Promise.all(all)
  expect(done).toEqual(['a', 'b', 'c'])
})
