import type { DescMessage } from '@bufbuild/protobuf'
import type { RawSpan } from '@pyflare/domain'
import { decodeJson } from './decode-json.ts'
import { decodeProtobuf, type EncodedItems, splitProtobuf } from './decode-protobuf.ts'
import { type ItemKind, LOGS, METRICS, SPANS } from './item-kind.ts'
import type { DecodedItems, DecodedRequest, Encoding, OtlpSignal } from './signal.ts'

/**
 * Decodes an export request; whatever the encoding, the same items come out. Throws `invalid_argument` or `payload_too_large`,
 * here or while the items are read.
 */
export function decodeRequest(signal: OtlpSignal, encoding: Encoding, body: Uint8Array): DecodedRequest {
  switch (signal) {
    case 'traces':
      return { signal, ...decodeItems(SPANS, encoding, body) }
    case 'logs':
      return { signal, ...decodeItems(LOGS, encoding, body) }
    case 'metrics':
      return { signal, ...decodeItems(METRICS, encoding, body) }
  }
}

/** Spans of an export request in protobuf that are not decoded yet. */
export type EncodedTraces = { signal: 'encoded traces' } & EncodedItems<RawSpan>

/** Finds the spans of an export request in protobuf, and leaves it to others to decode them. Throws as `decodeRequest` does. */
export function splitTraces(body: Uint8Array): EncodedTraces {
  return { signal: 'encoded traces', ...splitProtobuf(SPANS, body) }
}

function decodeItems<Schema extends DescMessage, Raw>(
  kind: ItemKind<Schema, Raw>,
  encoding: Encoding,
  body: Uint8Array,
): DecodedItems<Raw> {
  return encoding === 'json' ? decodeJson(kind, body) : decodeProtobuf(kind, body)
}
