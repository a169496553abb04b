import { setTimeout as pause } from 'node:timers/promises'
import { errorCode, type Logger, PyflareError } from '@pyflare/observe'

export interface RetryOptions {
  /** Ends a pause, and with it the retrying. */
  signal: AbortSignal
  logger: Logger
  /** Said before each attempt; what it throws ends the retrying. */
  heartbeat: () => Promise<void>
  firstPauseMs?: number
  longestPauseMs?: number
}

const LOG_EVERY_MS = 30_000

/**
 * Repeats work that failed for a reason that may pass, with growing pauses, for as long as it takes. Rejects at once with
 * any error that `isLasting` says no repetition will mend, and with `unavailable` when it is told to stop.
 */
export async function retry<Result>(
  what: string,
  work: () => Promise<Result>,
  isLasting: (error: unknown) => boolean,
  options: RetryOptions,
): Promise<Result> {
  const { signal, logger, heartbeat, firstPauseMs = 100, longestPauseMs = 10_000 } = options
  const startedMs = performance.now()
  let saidMs = Number.NEGATIVE_INFINITY
  for (let attempt = 0; ; attempt++) {
    if (signal.aborted) throw new PyflareError('unavailable', `Stopped before this was done: ${what}.`)
    await heartbeat()
    try {
      const result = await work()
      if (attempt > 0) logger.info({ attempts: attempt + 1, tookMs: elapsed(startedMs) }, `Done at last: ${what}.`)
      return result
    } catch (error) {
      if (isLasting(error) || errorCode(error) === 'stale_member') throw error
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt, 20))
      if (performance.now() - saidMs >= LOG_EVERY_MS) {
        saidMs = performance.now()
        logger.warn(
          { err: error, attempt: attempt + 1, tookMs: elapsed(startedMs), pauseMs },
          `To be repeated: ${what}.`,
        )
      }
      await pause(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

function elapsed(startedMs: number): number {
  return Math.round(performance.now() - startedMs)
}
