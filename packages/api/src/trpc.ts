import { PyflareError } from '@pyflare/observe'
import { initTRPC, TRPCError } from '@trpc/server'
import type { ApiContext } from './context.ts'
import { toldOf, trpcErrorOf } from './errors.ts'
import { refusedParts } from './refused-input.ts'

/** How a procedure is reached by programs. Without it a procedure is for pages alone. */
export interface RestRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below /api/v1, parameters in braces. */
  path: `/${string}`
  status?: 200 | 201 | 204
  summary: string
  tags: readonly string[]
  /** Answers with this field of the output alone; `next_cursor` then goes into the `Link` header. */
  unwrap?: string
}

export interface ProcedureMeta {
  /** What a caller must hold. `none` is said aloud, never by leaving it out. */
  permission: 'none' | 'signed_in' | 'telemetry:read' | 'project:write' | 'keys:write'
  rest?: RestRoute
}

const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    errorFormatter({ shape, error }) {
      const { status, code, message, refused = [] } = toldOf(error)
      return { ...shape, message, data: { code: shape.data.code, httpStatus: status, pyflareCode: code, refused } }
    },
  })

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/** Ours become tRPC's by one table, what a schema refused is told in sentences; what failed inside is logged whole. */
const translateErrors = t.middleware(async ({ ctx, next, path }) => {
  const result = await next()
  if (result.ok) return result
  const { cause } = result.error
  const raised = cause instanceof PyflareError ? trpcErrorOf(cause) : result.error
  const refused = raised.code === 'BAD_REQUEST' ? refusedParts(cause) : undefined
  if (refused !== undefined) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: refused.map(({ message }) => message).join(' '), cause })
  }
  if (raised.code === 'INTERNAL_SERVER_ERROR') ctx.logger.error({ err: cause ?? raised, path }, 'A procedure failed.')
  throw raised
})

/** Refuses callers that lack what the procedure's `permission` names, and a procedure that names none. */
const authorize = t.middleware(({ ctx, meta, next }) => {
  const permission = meta?.permission
  if (permission === undefined)
    throw new TRPCError({ code: 'FORBIDDEN', message: 'This procedure names no permission.' })
  if (permission === 'none') return next()
  if (ctx.caller.kind === 'nobody') {
    throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in, or send a project key in X-API-Key.' })
  }
  if (ctx.caller.kind === 'key' && (permission !== 'telemetry:read' || !ctx.caller.key.scopes.includes('read'))) {
    throw new TRPCError({ code: 'FORBIDDEN', message: `The key ${ctx.caller.key.prefix}… may not do this.` })
  }
  return next()
})

export const procedure = t.procedure.use(translateErrors).use(authorize)
