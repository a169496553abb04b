import { fromBinary } from '@bufbuild/protobuf'
import { configureTextEncoding, getTextEncoding } from '@bufbuild/protobuf/wire'
import { PyflareError } from '@pyflare/observe'
import { type Decoded, decodeJson } from './decode-json.ts'
import { checkProtobufBudget } from './message-budget.ts'
import { type ExportRequest, MAX_MESSAGE_DEPTH, type OtlpSignal, REQUEST_SCHEMAS } from './signal.ts'

export type Encoding = 'protobuf' | 'json'

/** Decodes an export request. Whatever the encoding, the result is the same message. Rejects with `invalid_argument` or `payload_too_large`. */
export function decodeRequest(signal: OtlpSignal, encoding: Encoding, body: Uint8Array): Decoded {
  if (encoding === 'json') return decodeJson(signal, body)
  try {
    return { request: decodeProtobuf(signal, body), undecodable: { count: 0, reason: '' } }
  } catch (cause) {
    if (cause instanceof PyflareError) throw cause
    const why = cause instanceof Error ? cause.message : 'it cannot be read'
    throw new PyflareError('invalid_argument', `The body is no OTLP ${signal} request in protobuf: ${why}.`, { cause })
  }
}

function decodeProtobuf(signal: OtlpSignal, body: Uint8Array): ExportRequest {
  checkProtobufBudget(REQUEST_SCHEMAS[signal], body)
  const read = () =>
    fromBinary(REQUEST_SCHEMAS[signal], body, { readUnknownFields: false, recursionLimit: MAX_MESSAGE_DEPTH })
  try {
    return { signal, message: read() } as ExportRequest
  } catch (error) {
    // A string that is not UTF-8 (text cut in the middle of a character is common) makes the strict decoder throw TypeError.
    if (!(error instanceof TypeError)) throw error
    return { signal, message: repairingUtf8(read) } as ExportRequest
  }
}

/** Runs one synchronous decoding with broken characters becoming U+FFFD, for protobuf-es has no option of its own for it. */
function repairingUtf8<Result>(read: () => Result): Result {
  const strict = getTextEncoding()
  configureTextEncoding({ ...strict, decodeUtf8: (bytes) => strict.decodeUtf8(bytes) })
  try {
    return read()
  } finally {
    configureTextEncoding(strict)
  }
}
