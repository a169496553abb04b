import type { ErrorCode } from '@pyflare/observe'

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

export function grpcStatusOf(code: ErrorCode): number {
  return STATUSES[code][0]
}

export function httpStatusOf(code: ErrorCode): number {
  return STATUSES[code][1]
}
