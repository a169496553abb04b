import { type Logger, PyflareError } from '@pyflare/observe'
import type { AuthContext } from '../access.ts'
import { bucketOf, type SignInAttempts } from './attempts.ts'
import type { Auth } from './auth.ts'
import type { DeviceCookies } from './device-cookie.ts'

/** Everything else that better-auth could serve stays closed until a feature needs it. */
const OPEN = new Set(['POST /sign-in/email', 'POST /sign-out', 'GET /get-session', 'POST /change-password'])
const MAX_BODY_BYTES = 8_192

export interface AuthHandlerParts {
  auth: Auth
  attempts: SignInAttempts
  devices: DeviceCookies
  logger: Logger
}

/** Answers `/api/auth/*`. Never rejects: what fails is an answer with a sentence in `message`. */
export async function handleAuth(
  parts: AuthHandlerParts,
  request: Request,
  { clientAddress }: AuthContext,
): Promise<Response> {
  try {
    const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '').replace(/\/+$/, '')
    if (!OPEN.has(`${request.method} ${path}`)) return answer(404, 'There is nothing at this address.')
    const body = request.method === 'POST' ? await readBody(request) : undefined
    if (body === 'too large') return answer(413, `A request to sign in has at most ${MAX_BODY_BYTES} bytes.`)
    if (body && !isJson(request)) return answer(415, 'Send JSON, with the content type application/json.')
    const forwarded = new Request(request.url, {
      method: request.method,
      headers: cleanHeaders(request),
      body: body || undefined,
    })
    const response =
      path === '/sign-in/email'
        ? await signIn(parts, forwarded, body ?? '', clientAddress)
        : await parts.auth.handler(forwarded)
    return isHttps(request) ? withSecureCookies(response) : response
  } catch (error) {
    if (error instanceof PyflareError && error.retryable) {
      const status = error.code === 'resource_exhausted' ? 429 : 503
      return answer(status, error.message, Math.ceil((error.retryAfterMs ?? 1_000) / 1_000))
    }
    parts.logger.error({ err: error }, 'Signing in or out failed.')
    return answer(500, 'Something went wrong here: try again, and look into the log of PyFlare if it stays so.')
  }
}

async function signIn(
  { auth, attempts, devices }: AuthHandlerParts,
  request: Request,
  body: string,
  clientAddress: string | undefined,
): Promise<Response> {
  const email = emailIn(body)
  if (email === undefined) return answer(400, 'Send JSON with email and password.')
  const bucket = bucketOf({ email, device: devices.read(request, email), clientAddress })
  const waitSeconds = await attempts.begin(bucket)
  if (waitSeconds > 0) {
    return answer(
      429,
      `Too many attempts to sign in: wait ${Math.ceil(waitSeconds / 60)} minutes, then try again.`,
      waitSeconds,
    )
  }
  const response = await auth.handler(request)
  if (!response.ok) return response
  await attempts.succeed(bucket)
  const headers = new Headers(response.headers)
  headers.append('set-cookie', devices.make(email))
  // The session's token belongs into its cookie alone.
  return new Response(JSON.stringify({ signed_in: true }), { status: 200, headers: withoutBodyHeaders(headers) })
}

function emailIn(body: string): string | undefined {
  try {
    const { email } = JSON.parse(body) as { email?: unknown }
    return typeof email === 'string' && email.length <= 320 ? email : undefined
  } catch {
    return undefined
  }
}

async function readBody(request: Request): Promise<string | 'too large'> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += (chunk as Uint8Array).byteLength
    if (size > MAX_BODY_BYTES) return 'too large'
    chunks.push(chunk as Uint8Array)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The body was read already, so what said how it came does not hold any more. */
function cleanHeaders(request: Request): Headers {
  const headers = new Headers(request.headers)
  for (const name of ['content-length', 'transfer-encoding', 'connection']) headers.delete(name)
  return headers
}

function withoutBodyHeaders(headers: Headers): Headers {
  headers.delete('content-length')
  headers.set('content-type', 'application/json')
  return headers
}

function isJson(request: Request): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')
}

function isHttps(request: Request): boolean {
  return new URL(request.url).protocol === 'https:' || request.headers.get('x-forwarded-proto') === 'https'
}

function withSecureCookies(response: Response): Response {
  const cookies = response.headers.getSetCookie()
  if (cookies.length === 0) return response
  const headers = new Headers(response.headers)
  headers.delete('set-cookie')
  for (const cookie of cookies) headers.append('set-cookie', /;\s*secure/i.test(cookie) ? cookie : `${cookie}; Secure`)
  return new Response(response.body, { status: response.status, headers })
}

function answer(status: number, message: string, retryAfterSeconds?: number): Response {
  const headers = retryAfterSeconds === undefined ? undefined : { 'retry-after': String(retryAfterSeconds) }
  return Response.json({ message }, { status, headers })
}
