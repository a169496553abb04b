import type { Logger } from '@pyflare/observe'
import { expect, test } from 'vitest'
import { quietErrorLog } from './error-log.ts'

function listening() {
  const said: object[] = []
  const closing = new AbortController()
  const logger = { warn: (fields: object) => said.push(fields) } as unknown as Logger
  return { said, closing, log: quietErrorLog(logger, 'queue mail', closing.signal) }
}

test.each([
  [new Error('timeout exceeded when trying to connect'), 'timeout exceeded when trying to connect'],
  [new Error('Connection terminated unexpectedly'), 'Connection terminated unexpectedly'],
  [
    Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }),
    'canceling statement due to statement timeout (57014)',
  ],
  [
    Object.assign(new AggregateError([new Error('connect ECONNREFUSED ::1:5432')]), { code: 'ECONNREFUSED' }),
    'Error: connect ECONNREFUSED ::1:5432',
  ],
])('a backend that is slow or away is told in words: %s', (error, reason) => {
  const { said, log } = listening()
  log(error)
  expect(said).toEqual([{ reason, times: 1 }])
})

test('what nobody foresaw is told with its stack', () => {
  const { said, log } = listening()
  const error = new TypeError('job.data is undefined')
  log(error)
  expect(said).toEqual([{ err: error, times: 1 }])
})

test('the same trouble is told once in a while, and never while the queues are closed', () => {
  const { said, log } = listening()
  for (let times = 0; times < 100; times++) log(new Error('Query read timeout'))
  expect(said).toHaveLength(1)
  const closed = listening()
  closed.closing.abort()
  closed.log(new Error('Query read timeout'))
  expect(closed.said).toEqual([])
})
