import { type ErrorCode, PyflareError } from '@pyflare/observe'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/unstable-core-do-not-import'
import { type RefusedPart, refusedParts } from './refused-input.ts'

/** The edge's one table from our codes to tRPC's (and by tRPC to HTTP statuses). */
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

/** Refusals that procedures, and tRPC itself, raise without an error of ours, under the codes that programs know. */
const CODES: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  BAD_REQUEST: 'invalid_argument',
  PARSE_ERROR: 'invalid_argument',
  METHOD_NOT_SUPPORTED: 'invalid_argument',
  UNSUPPORTED_MEDIA_TYPE: 'unsupported_media_type',
  UNAUTHORIZED: 'unauthenticated',
  FORBIDDEN: 'permission_denied',
  NOT_FOUND: 'not_found',
  CONFLICT: 'already_exists',
}

export const FAILED_TO_ANSWER = 'PyFlare failed to answer. The log of the server says why.'

/** What a caller is told of what a procedure threw, by whichever way they asked. */
export interface Told {
  /** Of HTTP. */
  status: number
  code: ErrorCode
  message: string
  /** What is wrong with the input, part by part, where a schema refused it. */
  refused?: RefusedPart[]
}

/** Tells a refusal in its own words; what failed inside PyFlare is told without its text. */
export function toldOf(error: unknown): Told {
  const raised = trpcErrorOf(error)
  const status = raised instanceof TRPCError ? getHTTPStatusCodeFromError(raised) : 500
  if (!(raised instanceof TRPCError) || (status >= 500 && status !== 503))
    return { status, code: 'internal', message: FAILED_TO_ANSWER }
  const { cause, message } = raised
  const code = cause instanceof PyflareError ? cause.code : (CODES[raised.code] ?? 'internal')
  return { status, code, message, refused: refusedParts(cause) }
}

/** An error of ours as tRPC's; any other stays what it is. */
export function trpcErrorOf(error: PyflareError): TRPCError
export function trpcErrorOf(error: unknown): unknown
export function trpcErrorOf(error: unknown): unknown {
  if (!(error instanceof PyflareError)) return error
  return new TRPCError({ code: TRPC_CODES[error.code], message: error.message, cause: error })
}
