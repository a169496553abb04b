import { createLogger, PyflareError } from '@pyflare/observe'
import { expect, test } from 'vitest'
import { type RetryOptions, retry } from './retry.ts'

function options(fields: Partial<RetryOptions> = {}) {
  const warned: unknown[] = []
  const silent = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
  const logger = Object.assign(Object.create(silent), { warn: (...line: unknown[]) => warned.push(line) })
  const signal = new AbortController().signal
  return {
    warned,
    retrying: { signal, logger, heartbeat: async () => {}, firstPauseMs: 1, longestPauseMs: 2, ...fields },
  }
}

const away = new PyflareError('unavailable', 'away')
const never = () => false

test('repeats work until it is done, and does not flood the log', async () => {
  const { warned, retrying } = options()
  let attempts = 0
  const work = async () => {
    if (++attempts < 20) throw away
    return attempts
  }
  expect(await retry('work', work, never, retrying)).toBe(20)
  expect(warned).toHaveLength(1)
})

test('an error that lasts is thrown at once', async () => {
  let attempts = 0
  const work = async () => {
    attempts++
    throw new PyflareError('invalid_argument', 'never')
  }
  await expect(retry('work', work, () => true, options().retrying)).rejects.toThrow('never')
  expect(attempts).toBe(1)
})

test('a partition that has gone to another member ends it', async () => {
  const heartbeat = async () => {
    throw new PyflareError('stale_member', 'gone')
  }
  await expect(retry('work', async () => 1, never, options({ heartbeat }).retrying)).rejects.toThrow('gone')
})

test('a stop ends the pause', async () => {
  const stopping = new AbortController()
  const { retrying } = options({ signal: stopping.signal, firstPauseMs: 2 ** 30, longestPauseMs: 2 ** 30 })
  const work = async () => {
    queueMicrotask(() => stopping.abort())
    throw away
  }
  await expect(retry('work', work, never, retrying)).rejects.toThrow('Stopped')
})
