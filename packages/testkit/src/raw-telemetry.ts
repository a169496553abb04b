import type { RawLog, RawSpan } from '@pyflare/domain'
import { decodeRequest, logsOf, spansOf } from '@pyflare/otlp'
import type { CaptureBody } from './corpus.ts'

/** The spans of a captured request, decoded as the collector decodes it. Other signals' bodies give none. */
export function rawSpansOf(body: CaptureBody): RawSpan[] {
  const { request } = decoded(body)
  return request.signal === 'traces' ? spansOf(request.message) : []
}

/** The log records of a captured request. Other signals' bodies give none. */
export function rawLogsOf(body: CaptureBody): RawLog[] {
  const { request } = decoded(body)
  return request.signal === 'logs' ? logsOf(request.message) : []
}

/** Throws when a part of the request cannot be decoded: real libraries send none such. */
function decoded({ file, signal, encoding, bytes }: CaptureBody): ReturnType<typeof decodeRequest> {
  const found = decodeRequest(signal, encoding, bytes)
  if (found.undecodable.count > 0) throw new Error(`${file} cannot be decoded: ${found.undecodable.reason}`)
  return found
}
