import { PyflareError } from '@pyflare/observe'

/** Class 08: connection; 53: out of connections or disk; 57: shutdown, cancelled by a time limit. */
const AWAY = /^(08|53|57)/
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EPIPE', 'EAI_AGAIN', 'EHOSTUNREACH'])
const DRIVER = /timeout exceeded|Connection terminated|Query read timeout|Client has encountered a connection error/i

/** Runs queries; when the database is away or late they reject with `unavailable`, so that callers know to try again. */
export async function whileDatabaseAnswers<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isAway(error)) {
      throw new PyflareError('unavailable', 'The control database does not answer: try again in a moment.', {
        cause: error,
        retryAfterMs: 1_000,
      })
    }
    throw error
  }
}

function isAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error && !(cause instanceof PyflareError); cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
    if (AWAY.test(code) || NETWORK.has(code) || DRIVER.test(cause.message)) return true
    if (cause instanceof AggregateError && cause.errors.some(isAway)) return true
  }
  return false
}
