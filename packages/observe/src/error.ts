/** Every failure that PyFlare raises itself. Each edge turns codes into its own statuses, in one table. */
export type ErrorCode =
  | 'invalid_argument'
  | 'unauthenticated'
  | 'permission_denied'
  | 'not_found'
  | 'already_exists'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'resource_exhausted'
  | 'log_full'
  | 'stale_member'
  | 'unavailable'
  | 'timeout'
  | 'config_invalid'
  | 'environment_unfit'
  | 'corrupt_data'
  | 'internal'

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['resource_exhausted', 'log_full', 'unavailable', 'timeout'])

export interface PyflareErrorOptions {
  cause?: unknown
  /** How long a client should wait before it tries again, where that is known. */
  retryAfterMs?: number
  /** Facts for the log line; never secrets. */
  details?: Readonly<Record<string, unknown>>
}

/** The message says what happened, to which thing, and what to do next. It may be shown to the user. */
export class PyflareError extends Error {
  override readonly name = 'PyflareError'
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: PyflareErrorOptions = {},
  ) {
    super(message, { cause: options.cause })
    this.retryable = RETRYABLE.has(code)
    this.retryAfterMs = options.retryAfterMs
    this.details = options.details ?? {}
  }
}

/** The code of any thrown thing: its own when it is ours, else `internal`. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof PyflareError ? error.code : 'internal'
}
