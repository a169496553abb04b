import { type ErrorCode, errorCode, type Logger, PyflareError } from '@pyflare/observe'
import type { ErrorAnswer } from './encode-answer.ts'

/** google.rpc.Code and HTTP status of each of our codes: this edge's one table. OTLP clients send again after 14, 8 with RetryInfo, 429 and 503. */
const STATUSES: Record<ErrorCode, readonly [grpc: number, http: number]> = {
  invalid_argument: [3, 400],
  unauthenticated: [16, 401],
  permission_denied: [7, 403],
  not_found: [5, 404],
  already_exists: [6, 409],
  payload_too_large: [3, 413],
  unsupported_media_type: [3, 415],
  resource_exhausted: [8, 429],
  log_full: [8, 429],
  stale_member: [14, 503],
  unavailable: [14, 503],
  timeout: [14, 503],
  config_invalid: [13, 500],
  environment_unfit: [13, 500],
  corrupt_data: [13, 500],
  internal: [13, 500],
}

const RETRY_AFTER_MS = 1000
/** gRPC's implementation cannot send half a surrogate pair, and status texts should fit a header. */
const MAX_MESSAGE = 1000

/** What a client is told of an error: ours says it itself, others are logged and stay inside. */
export function errorAnswer(error: unknown, logger: Logger): ErrorAnswer & { httpStatus: number } {
  const [code, httpStatus] = STATUSES[errorCode(error)]
  if (!(error instanceof PyflareError)) {
    logger.error({ err: error }, 'A request failed for a reason that nobody foresaw.')
    return { code, httpStatus, message: 'The collector failed. Its log says why.', retryAfterMs: undefined }
  }
  const retryAfterMs = error.retryable ? (error.retryAfterMs ?? RETRY_AFTER_MS) : undefined
  const message = error.message.slice(0, MAX_MESSAGE).replaceAll(/\p{Surrogate}/gu, '\ufffd')
  return { code, httpStatus, message, retryAfterMs }
}
