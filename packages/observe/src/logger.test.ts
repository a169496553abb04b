import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

/** Logs all the time on standard error; says on standard output that it is alive, when it is asked to. */
const LOGS = `
  import { createLogger } from ${JSON.stringify(new URL('./logger.ts', import.meta.url).href)}
  const logger = createLogger({ level: 'info', pretty: false, descriptor: 2 })
  setInterval(() => logger.info({}, 'a line'), 10)
  process.stdin.on('data', () => console.log('alive'))
  process.stdin.on('end', () => process.exit(0))
`

test('who logs outlives whoever read the log', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', LOGS], {
    stdio: 'pipe',
  })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = once(child, 'exit')
  await once(child.stderr, 'data')
  child.stderr.destroy()
  // Each answer comes some turns of its loop later than the one before: by then it has logged to nobody.
  for (let asked = 0; asked < 100; asked++) {
    child.stdin.write('?')
    expect((await answers.next()).value).toBe('alive')
  }
  child.stdin.end()
  expect(await ended).toEqual([0, null])
})
