import { type ErrorCode, errorCode, PyflareError } from '@pyflare/observe'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/unstable-core-do-not-import'
import { z } from 'zod'
import { trpcCodeOf } from '../errors.ts'
import { refusedParts } from '../refused-input.ts'

/** An error as programs get it: RFC 9457, with a stable `code`. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof problemSchema>

const TITLES: Record<number, string> = {
  400: 'Invalid request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Too slow',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  503: 'Unavailable',
}

/** Refusals that procedures raise as tRPC's own, under the codes that programs know. */
const CODES: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  BAD_REQUEST: 'invalid_argument',
  UNAUTHORIZED: 'unauthenticated',
  FORBIDDEN: 'permission_denied',
  NOT_FOUND: 'not_found',
  CONFLICT: 'already_exists',
}

export function problem(status: number, code: string, detail: string, errors?: Problem['errors']): Problem {
  return {
    type: 'about:blank',
    title: TITLES[status] ?? 'Internal error',
    status,
    detail,
    code,
    ...(errors && { errors }),
  }
}

/** Turns anything a procedure threw into a problem. What is not ours is told as an internal failure, without its text. */
export function problemOf(error: unknown): Problem {
  if (error instanceof PyflareError) {
    const status = getHTTPStatusCodeFromError(new TRPCError({ code: trpcCodeOf(error.code) }))
    return problem(status, error.code, error.message)
  }
  if (!(error instanceof TRPCError))
    return problem(500, 'internal', 'PyFlare failed to answer. The log of the server says why.')
  const status = getHTTPStatusCodeFromError(error)
  if (status >= 500 && status !== 503)
    return problem(status, 'internal', 'PyFlare failed to answer. The log of the server says why.')
  const code = error.cause instanceof PyflareError ? errorCode(error.cause) : (CODES[error.code] ?? 'internal')
  return problem(status, code, error.message, refusedParts(error.cause))
}
