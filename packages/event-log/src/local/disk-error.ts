import { PyflareError } from '@pyflare/observe'

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** What a failed file operation means to the caller: no room is `log_full`, anything else `unavailable`; both retryable. */
export function diskError(error: unknown, doing: string): PyflareError {
  if (error instanceof PyflareError) return error
  const code = errnoOf(error)
  if (code !== undefined && FULL.has(code)) {
    return new PyflareError('log_full', `The disk has no room left for ${doing} (${code}). Free some space.`, {
      cause: error,
      retryAfterMs: 5_000,
    })
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new PyflareError('unavailable', `The event log failed at ${doing}: ${reason}`, { cause: error })
}

/** The system's own name of a failure (`ENOENT`), where it has one. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return error.code
}
