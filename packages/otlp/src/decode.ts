import type { DescMessage } from '@bufbuild/protobuf'
import { decodeJson } from './decode-json.ts'
import { decodeProtobuf } from './decode-protobuf.ts'
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

function decodeItems<Schema extends DescMessage, Raw>(
  kind: ItemKind<Schema, Raw>,
  encoding: Encoding,
  body: Uint8Array,
): DecodedItems<Raw> {
  return encoding === 'json' ? decodeJson(kind, body) : decodeProtobuf(kind, body)
}
