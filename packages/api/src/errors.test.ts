import { type ErrorCode, PyflareError } from '@pyflare/observe'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { expect, test, vi } from 'vitest'
import type { ApiContext, Caller } from './context.ts'
import { trpcErrorOf } from './errors.ts'
import { createRestApp } from './rest/rest-app.ts'
import { appRouter } from './router.ts'

const WRITER = { kind: 'key', key: { prefix: 'pf_live_abc', scopes: ['write'] } } as unknown as Caller
const READER = { kind: 'key', key: { projectId: 'p', prefix: 'pf_live_abc', scopes: ['read'] } } as unknown as Caller

const REFUSALS: [string, () => Caller, Record<string, string>, ErrorCode, number][] = [
  ['nobody', () => ({ kind: 'nobody' }), {}, 'unauthenticated', 401],
  ['a key that may not read', () => WRITER, {}, 'permission_denied', 403],
  ['an input that is none', () => READER, { start_time: 'yesterday' }, 'invalid_argument', 400],
  ['a project that is not the key’s', () => READER, { project_id: 'other' }, 'not_found', 404],
  ['a store that is away', () => READER, {}, 'unavailable', 503],
  [
    'a key that is not known',
    () => {
      throw trpcErrorOf(new PyflareError('unauthenticated', 'The project key is unknown.'))
    },
    {},
    'unauthenticated',
    401,
  ],
]

test.each(REFUSALS)(
  '%s is told by the same code through tRPC and REST',
  async (_who, callerOf, input, code, status) => {
    const contextOf = async () =>
      contextWith(callerOf(), new PyflareError('unavailable', 'ClickHouse does not answer.'))
    const [rest, trpc] = await bothWays(contextOf, input)
    expect(rest).toMatchObject({ code, status })
    expect(trpc).toMatchObject({ message: rest.detail, data: { pyflareCode: code, httpStatus: status } })
    expect(trpc.data.refused).toEqual(rest.errors ?? [])
  },
)

test.each([new TypeError('x.y is not a function'), new PyflareError('corrupt_data', 'Part 12 of the store has gone.')])(
  'what fails inside is logged, and told without its text: %s',
  async (bug) => {
    const context = contextWith(READER, bug)
    const [rest, trpc] = await bothWays(async () => context, {})
    expect(rest).toMatchObject({ code: 'internal', status: 500 })
    expect(trpc).toMatchObject({ message: rest.detail, data: { pyflareCode: 'internal', httpStatus: 500 } })
    expect(JSON.stringify([rest, trpc])).not.toContain(bug.message)
    expect(context.logger.error).toHaveBeenCalledTimes(2)
    expect(context.logger.error).toHaveBeenCalledWith({ err: bug, path: 'catalogue.services' }, 'A procedure failed.')
  },
)

/** What REST and tRPC say of the services of a project. */
async function bothWays(contextOf: () => Promise<ApiContext>, input: Record<string, string>) {
  const rest = await createRestApp(contextOf).request(`/services?${new URLSearchParams(input)}`)
  const url = `http://pyflare.test/trpc/catalogue.services?input=${encodeURIComponent(JSON.stringify(input))}`
  const trpc = await fetchRequestHandler({
    endpoint: '/trpc',
    req: new Request(url),
    router: appRouter,
    createContext: contextOf,
  })
  const { error } = await trpc.json()
  expect(trpc.status).toBe(rest.status)
  return [await rest.json(), error]
}

/** A context of a caller, to whom the store does not answer. */
function contextWith(caller: Caller, failure: Error): ApiContext {
  const reader = { listServices: () => Promise.reject(failure) }
  return { caller, telemetry: { reader }, logger: { error: vi.fn() }, now: () => new Date(0) } as unknown as ApiContext
}
