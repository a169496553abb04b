import { type ApiContext, type Caller, type Installation, toldOf, trpcErrorOf } from '@pyflare/api'
import { PyflareError } from '@pyflare/observe'
import type { Runtime } from '@pyflare/runtime'

/** Makes the API's context of a request: whose it is, and the parts that serve it. Rejects as a procedure does. */
export function requestContexts(
  runtime: Runtime,
  installation: Installation,
): (request: Request) => Promise<ApiContext> {
  const { telemetry, access, queues, logger } = runtime
  return async (request) => {
    const caller = await callerOf(runtime, request).catch((error: unknown) => {
      // No procedure has begun that would note it.
      if (toldOf(error).code === 'internal') logger.error({ err: error }, 'Whose a request is could not be found out.')
      throw trpcErrorOf(error)
    })
    return { caller, telemetry, access, queues, installation, logger, now: () => new Date() }
  }
}

async function callerOf({ access }: Runtime, request: Request): Promise<Caller> {
  const secret = projectKeyOf(request.headers)
  if (secret !== undefined) {
    const key = await access.keys.verify(secret)
    if (key === undefined)
      throw new PyflareError(
        'unauthenticated',
        'The project key is unknown or was revoked. Make one under Settings, Keys.',
      )
    return { kind: 'key', key }
  }
  refuseForeignWrites(request)
  const person = await access.people.fromRequest(request)
  return person === undefined ? { kind: 'nobody' } : { kind: 'person', person }
}

function projectKeyOf(headers: Headers): string | undefined {
  const header = headers.get('x-api-key')
  if (header !== null && header !== '') return header
  return /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
}

/** A cookie is sent along by any page that a person visits: a change that rides on one must come from our own pages. */
function refuseForeignWrites(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const origin = request.headers.get('origin')
  if (origin === null) return
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  if (URL.canParse(origin) && new URL(origin).host === host) return
  throw new PyflareError('permission_denied', `A change may not come from a page of ${origin}.`)
}
