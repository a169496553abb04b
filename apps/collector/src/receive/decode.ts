import { fromBinary } from '@bufbuild/protobuf'
import { PyflareError } from '@pyflare/observe'
import { type Decoded, decodeJson } from './decode-json.ts'
import { type ExportRequest, type OtlpSignal, REQUEST_SCHEMAS } from './signal.ts'

export type Encoding = 'protobuf' | 'json'

/** Decodes an export request. Whatever the encoding, the result is the same message. Rejects with `invalid_argument`. */
export function decodeRequest(signal: OtlpSignal, encoding: Encoding, body: Uint8Array): Decoded {
  if (encoding === 'json') return decodeJson(signal, body)
  try {
    const message = fromBinary(REQUEST_SCHEMAS[signal], body)
    return { request: { signal, message } as ExportRequest, undecodable: { count: 0, reason: '' } }
  } catch (cause) {
    throw new PyflareError(
      'invalid_argument',
      `The body is no OTLP ${signal} request in protobuf: ${cause instanceof Error ? cause.message : 'it cannot be read'}.`,
      {
        cause,
      },
    )
  }
}
