import type { Logger } from '@pyflare/observe'

const EVERY_MS = 10_000

/**
 * A backend that is away fails many times a second: says it at once, then every ten seconds how often. Once `closing` is
 * aborted nothing is said: connections that end together with their server are no trouble.
 */
export function quietErrorLog(logger: Logger, about: string, closing: AbortSignal): (error: Error) => void {
  let saidAt = Number.NEGATIVE_INFINITY
  let unsaid = 0
  return (error) => {
    if (closing.aborted) return
    unsaid++
    const now = performance.now()
    if (now - saidAt < EVERY_MS) return
    logger.warn({ err: error, times: unsaid }, `The ${about} has trouble with its backend and tries again.`)
    saidAt = now
    unsaid = 0
  }
}
