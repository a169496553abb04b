import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Logger } from '@pyflare/observe'
import type { Encoding } from '@pyflare/otlp'
import { corsHeaders } from './cors.ts'
import { encodeError } from './encode-answer.ts'
import { errorEncodingOf, MethodNotAllowed } from './http-route.ts'
import { errorAnswer } from './statuses.ts'

export interface HttpAnswering {
  request: IncomingMessage
  response: ServerResponse
  allowedOrigins: readonly string[]
}

const CONTENT_TYPES: Record<Encoding, string> = { protobuf: 'application/x-protobuf', json: 'application/json' }
const UNIMPLEMENTED = 12

export function sendAnswer(answering: HttpAnswering, encoding: Encoding, body: Uint8Array): void {
  send(answering, 200, encoding, body, {})
}

/** Tells an error as google.rpc.Status. A client that is gone is told nothing. */
export function sendError(answering: HttpAnswering, error: unknown, logger: Logger): void {
  const { response } = answering
  if (response.headersSent || response.destroyed) return
  const encoding = errorEncodingOf(answering.request)
  if (error instanceof MethodNotAllowed) {
    const status = encodeError({ code: UNIMPLEMENTED, message: error.message, retryAfterMs: undefined }, encoding)
    send(answering, 405, encoding, status, { Allow: error.allowed })
    return
  }
  const answer = errorAnswer(error, logger)
  const headers: OutgoingHttpHeaders = {}
  if (answer.retryAfterMs !== undefined) headers['Retry-After'] = Math.ceil(answer.retryAfterMs / 1000)
  if (answer.httpStatus === 401) headers['WWW-Authenticate'] = 'Bearer realm="pyflare"'
  send(answering, answer.httpStatus, encoding, encodeError(answer, encoding), headers)
}

/** All of the answer. Whoever has read the request to its end also ends the response: Node may close the connection then. */
function send(
  { request, response, allowedOrigins }: HttpAnswering,
  status: number,
  encoding: Encoding,
  body: Uint8Array,
  headers: OutgoingHttpHeaders,
): void {
  response.writeHead(status, {
    'Content-Type': CONTENT_TYPES[encoding],
    'Content-Length': body.byteLength,
    ...corsHeaders(request, allowedOrigins),
    ...headers,
  })
  if (request.method !== 'HEAD') response.write(body)
}
