import { type ApiCaller, createCaller } from '@pyflare/api'
import type { Platform } from '../src/index.ts'

interface Owner {
  email: string | null
  password: string | null
}

/** Signs in as the owner, in the way a browser does, and returns the cookie of the session. */
export async function sessionCookie(url: string, { email, password }: Owner): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(`Signing in failed: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

/** Signs in as the owner, and returns what a page of theirs asks with. */
export async function signIn({ runtime, url, credentials, otlpHttp, otlpGrpc }: Platform): Promise<ApiCaller> {
  const cookie = await sessionCookie(url, credentials)
  const person = await runtime.access.people.fromRequest(new Request(url, { headers: { cookie } }))
  if (person === undefined) throw new Error('The session is not known.')
  return createCaller({
    caller: { kind: 'person', person },
    telemetry: runtime.telemetry,
    access: runtime.access,
    queues: runtime.queues,
    installation: { otlpHttpUrl: otlpHttp, otlpGrpcUrl: otlpGrpc, writeLag: async () => undefined },
    logger: runtime.logger,
    now: () => new Date(),
  })
}
