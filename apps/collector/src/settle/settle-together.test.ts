import { createLogger, PyflareError } from '@pyflare/observe'
import { expect, test } from 'vitest'
import type { RetryOptions } from '../write/retry.ts'
import { SettleTogether } from './settle-together.ts'
import type { TouchedTraces } from './touched-traces.ts'

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
const options = (signal = new AbortController().signal): RetryOptions => ({
  logger,
  signal,
  heartbeat: () => Promise.resolve(),
})
const traces = (...ids: string[]): TouchedTraces =>
  new Map([['p', new Map(ids.map((id) => [id, { records: 1, arrived: [] }]))]])

/** Records what it is asked to settle, `?` where that has to be read; each settling ends when it is let go. */
function recorder() {
  const asked: string[] = []
  const ends: (() => void)[] = []
  const settle = async (touched: TouchedTraces, { signal }: RetryOptions) => {
    asked.push(
      [...(touched.get('p') ?? [])]
        .map(([id, { records, arrived }]) => `${id}${records}${arrived === undefined ? '?' : ''}`)
        .join(' '),
    )
    await new Promise<void>((resolve) => ends.push(resolve))
    if (signal.aborted) throw new PyflareError('unavailable', 'Stopped.')
  }
  const letGo = async () => {
    ends.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { asked, letGo, together: new SettleTogether({ settle }) }
}

test('what comes while one settling is under way is settled as one', async () => {
  const { asked, letGo, together } = recorder()
  const all = [traces('a'), traces('b', 'c'), traces('c', 'd')].map((touched) => together.settle(touched, options()))
  await letGo()
  await letGo()
  await Promise.all(all)
  expect(asked).toEqual(['a1', 'b1 c2 d1'])
})

test('one that is told to stop does not stop the others', async () => {
  const { asked, letGo, together } = recorder()
  const stopping = new AbortController()
  const first = together.settle(traces('a'), options())
  const stopped = together.settle(traces('b'), options(stopping.signal))
  const other = together.settle(traces('c'), options())
  stopping.abort()
  const outcome = expect(stopped).rejects.toThrow('Stopped.')
  for (let time = 0; time < 4; time++) await letGo()
  await Promise.all([first, other, outcome])
  // What the first attempt wrote is not known.
  expect(asked).toEqual(['a1', 'b1 c1', 'b1?', 'c1?'])
})
