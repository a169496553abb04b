import type { Logger } from '@pyflare/observe'

const EVERY_MS = 10_000

/** What a backend that is slow, full or away makes drivers say; where in the driver it was noticed tells nothing more. */
const TROUBLE =
  /timed? ?out|terminated|connection|not queryable|ECONN|EPIPE|shutting down|starting up|too many clients/i

/**
 * A backend that is away fails many times a second: says it at once, then every ten seconds how often. That it is away is expected and
 * told in words; what nobody foresaw is told with its stack. Once `closing` is aborted nothing is said: connections that end together
 * with their server are no trouble.
 */
export function quietErrorLog(logger: Logger, about: string, closing: AbortSignal): (error: Error) => void {
  let saidAt = Number.NEGATIVE_INFINITY
  let unsaid = 0
  return (error) => {
    if (closing.aborted) return
    unsaid++
    const now = performance.now()
    if (now - saidAt < EVERY_MS) return
    const words = wordsOf(error)
    const why = TROUBLE.test(words) ? { reason: words } : { err: error }
    logger.warn({ ...why, times: unsaid }, `The ${about} has trouble with its backend and tries again.`)
    saidAt = now
    unsaid = 0
  }
}

/** Of several addresses of one host each refuses by an error of its own, and the error of them all has no words. */
function wordsOf(error: Error): string {
  const { code } = error as { code?: unknown }
  const words = error instanceof AggregateError ? error.errors.map(String).join('; ') : error.message
  return typeof code === 'string' && !words.includes(code) ? `${words || 'failed'} (${code})` : words
}
