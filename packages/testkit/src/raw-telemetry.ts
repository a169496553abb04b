import type { RawLog, RawMetricPoint, RawSpan } from '@pyflare/domain'
import { type DecodedRequest, decodeRequest } from '@pyflare/otlp'
import type { CaptureBody } from './corpus.ts'

/** The spans of a captured request, decoded as the collector decodes it. Other signals' bodies give none. */
export function rawSpansOf(body: CaptureBody): RawSpan[] {
  const request = decoded(body)
  return request.signal === 'traces' ? whole(body, request) : []
}

/** The log records of a captured request. Other signals' bodies give none. */
export function rawLogsOf(body: CaptureBody): RawLog[] {
  const request = decoded(body)
  return request.signal === 'logs' ? whole(body, request) : []
}

/** The data points of a captured request. Other signals' bodies give none. */
export function rawPointsOf(body: CaptureBody): RawMetricPoint[] {
  const request = decoded(body)
  return request.signal === 'metrics' ? whole(body, request) : []
}

function decoded({ signal, encoding, bytes }: CaptureBody): DecodedRequest {
  return decodeRequest(signal, encoding, bytes)
}

/** Throws when a part of the request cannot be decoded: real libraries send none such. */
function whole<Raw>(
  { file }: CaptureBody,
  request: { items: Iterable<Raw> } & Pick<DecodedRequest, 'undecodable'>,
): Raw[] {
  const items = [...request.items]
  const { count, reason } = request.undecodable
  if (count > 0) throw new Error(`${file} cannot be decoded: ${reason}`)
  return items
}
