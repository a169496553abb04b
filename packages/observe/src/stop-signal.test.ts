import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const WAITS = `
  import { stopSignal } from ${JSON.stringify(new URL('./stop-signal.ts', import.meta.url).href)}
  const stopping = stopSignal((signal) => console.log('first ' + signal), () => process.exit(130))
  stopping.addEventListener('abort', () => console.log('stopping'))
  setInterval(() => undefined, 1000)
  console.log('ready')
`

test('the first signal stops, its echo does nothing, and a later one ends at once', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', WAITS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => (await lines.next()).value
  expect(await next()).toBe('ready')
  child.kill('SIGTERM')
  expect(await next()).toBe('first SIGTERM')
  expect(await next()).toBe('stopping')
  child.kill('SIGTERM')
  child.kill('SIGINT')
  const ended = once(child, 'exit')
  // Not the same key press any more.
  const asking = setInterval(() => child.kill('SIGHUP'), 100)
  expect(await ended).toEqual([130, null])
  clearInterval(asking)
  expect(await next()).toBeUndefined()
})
