import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

const ALLOWED_HEADERS = 'Content-Type, Content-Encoding, X-API-Key, Authorization'
const PREFLIGHT_SECONDS = 7200

/** Which web pages may read our answers. Empty: none, and their browsers do not even ask with a key. */
export function corsHeaders(request: IncomingMessage, allowedOrigins: readonly string[]): OutgoingHttpHeaders {
  const { origin } = request.headers
  if (allowedOrigins.length === 0) return {}
  const isAny = allowedOrigins.includes('*')
  if (origin === undefined || (!isAny && !allowedOrigins.includes(origin))) return { Vary: 'Origin' }
  return {
    'Access-Control-Allow-Origin': isAny ? '*' : origin,
    'Access-Control-Expose-Headers': 'Retry-After',
    ...(isAny ? {} : { Vary: 'Origin' }),
  }
}

/** What a browser asks before it sends telemetry: empty where the origin may not. */
export function preflightHeaders(request: IncomingMessage, allowedOrigins: readonly string[]): OutgoingHttpHeaders {
  const headers = corsHeaders(request, allowedOrigins)
  if (headers['Access-Control-Allow-Origin'] === undefined) return headers
  return {
    ...headers,
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': ALLOWED_HEADERS,
    'Access-Control-Max-Age': PREFLIGHT_SECONDS,
  }
}
