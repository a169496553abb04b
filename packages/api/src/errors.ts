import { type ErrorCode, PyflareError } from '@pyflare/observe'
import { TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/unstable-core-do-not-import'

const TRPC_CODES: Record<ErrorCode, TRPC_ERROR_CODE_KEY> = {
  invalid_argument: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  permission_denied: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  already_exists: 'CONFLICT',
  payload_too_large: 'PAYLOAD_TOO_LARGE',
  unsupported_media_type: 'UNSUPPORTED_MEDIA_TYPE',
  resource_exhausted: 'TOO_MANY_REQUESTS',
  log_full: 'SERVICE_UNAVAILABLE',
  stale_member: 'INTERNAL_SERVER_ERROR',
  unavailable: 'SERVICE_UNAVAILABLE',
  timeout: 'TIMEOUT',
  config_invalid: 'INTERNAL_SERVER_ERROR',
  environment_unfit: 'INTERNAL_SERVER_ERROR',
  corrupt_data: 'INTERNAL_SERVER_ERROR',
  internal: 'INTERNAL_SERVER_ERROR',
}

/** The edge's one table from our codes to tRPC's (and by tRPC to HTTP statuses). */
export function trpcCodeOf(code: ErrorCode): TRPC_ERROR_CODE_KEY {
  return TRPC_CODES[code]
}

/** An error of ours as tRPC's; any other stays what it is. */
export function trpcErrorOf(error: unknown): unknown {
  if (!(error instanceof PyflareError)) return error
  return new TRPCError({ code: trpcCodeOf(error.code), message: error.message, cause: error })
}
