import { PyflareError } from '@pyflare/observe'

/** The work's result, or `unavailable` after `limitMs`: the backend may still do it. */
export async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable(what)), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } catch (error) {
    throw error instanceof PyflareError ? error : unavailable(what, error)
  } finally {
    clearTimeout(timer)
    // It may fail after nobody waits for it any more.
    work.catch(() => undefined)
  }
}

/** Waits for the work, but not for ever: resolves after `limitMs` in any case. */
export async function atMost(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function unavailable(what: string, cause?: unknown): PyflareError {
  return new PyflareError(
    'unavailable',
    `${what} did not work: the job queue does not answer. Try again in a moment.`,
    {
      cause,
      retryAfterMs: 2_000,
    },
  )
}
