import type { RawLog, RawMetricPoint, RawSpan } from '@pyflare/domain'

export type OtlpSignal = 'traces' | 'metrics' | 'logs'
export type Encoding = 'protobuf' | 'json'

/** Items that could not be read, and why the first one could not. */
export interface Undecodable {
  count: number
  reason: string
}

/**
 * What a request holds, in the order in which it came, read while it is asked for: a request of many megabytes then needs no
 * more memory than its bytes, and whoever reads may rest between two items. To be read once. Reading throws a `PyflareError`
 * where the request is none; `undecodable` is complete once it was read to its end.
 */
export interface DecodedItems<Raw> {
  items: Iterable<Raw>
  undecodable: Undecodable
}

/** An OTLP export request of one of the three signals, whatever encoding it came in. */
export type DecodedRequest =
  | ({ signal: 'traces' } & DecodedItems<RawSpan>)
  | ({ signal: 'logs' } & DecodedItems<RawLog>)
  | ({ signal: 'metrics' } & DecodedItems<RawMetricPoint>)
