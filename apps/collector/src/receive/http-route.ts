import type { IncomingMessage } from 'node:http'
import { PyflareError } from '@pyflare/observe'
import type { Encoding, OtlpSignal } from '@pyflare/otlp'

const SIGNALS = new Map<string, OtlpSignal>([
  ['/v1/traces', 'traces'],
  ['/v1/metrics', 'metrics'],
  ['/v1/logs', 'logs'],
])

/** Raised where a path exists, and only the method is wrong; the answer then names the methods that are right. */
export class MethodNotAllowed extends Error {
  constructor(readonly allowed: string) {
    super(`This path takes ${allowed}. Send telemetry by POST.`)
  }
}

/** What a request is for. Throws `not_found` or `MethodNotAllowed`. */
export function routeOf({ url = '/', method }: IncomingMessage): OtlpSignal | 'health' {
  const path = url.split('?', 1)[0] ?? ''
  if (path === '/healthz') {
    if (method === 'GET' || method === 'HEAD') return 'health'
    throw new MethodNotAllowed('GET, HEAD')
  }
  const signal = SIGNALS.get(path)
  if (signal === undefined)
    throw new PyflareError(
      'not_found',
      `There is nothing at ${path.slice(0, 100)}. OTLP is received at ${[...SIGNALS.keys()].join(', ')}.`,
    )
  if (method !== 'POST' && method !== 'OPTIONS') throw new MethodNotAllowed('POST, OPTIONS')
  return signal
}

/** The encoding that Content-Type names. Throws `unsupported_media_type`. */
export function encodingOf({ headers }: IncomingMessage): Encoding {
  const type = mediaType(headers['content-type'])
  if (type === 'application/x-protobuf' || type === 'application/protobuf') return 'protobuf'
  if (type === 'application/json') return 'json'
  throw new PyflareError(
    'unsupported_media_type',
    `Content-Type ${type.slice(0, 60) || '(none)'} is not supported. Send application/x-protobuf or application/json.`,
  )
}

/** In which encoding an error is told: the request's own where it has one, else JSON, which people can read. */
export function errorEncodingOf({ headers }: IncomingMessage): Encoding {
  return mediaType(headers['content-type']).endsWith('protobuf') ? 'protobuf' : 'json'
}

function mediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
