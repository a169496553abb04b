import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** google.rpc.Status as protobuf, with google.rpc.RetryInfo where the client should wait. Field numbers are the public .proto's. */
export function encodeRpcStatus(code: number, message: string, retryAfterMs?: number): Uint8Array {
  const status = new BinaryWriter().tag(1, WireType.Varint).int32(code).tag(2, WireType.LengthDelimited).string(message)
  if (retryAfterMs !== undefined) status.tag(3, WireType.LengthDelimited).bytes(encodeRetryInfo(retryAfterMs))
  return status.finish()
}

/** google.protobuf.Any holding RetryInfo { Duration retry_delay = 1 }. */
function encodeRetryInfo(retryAfterMs: number): Uint8Array {
  const seconds = Math.floor(retryAfterMs / 1000)
  const nanos = (retryAfterMs % 1000) * 1_000_000
  const duration = new BinaryWriter()
    .tag(1, WireType.Varint)
    .int64(seconds)
    .tag(2, WireType.Varint)
    .int32(nanos)
    .finish()
  const retryInfo = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(duration).finish()
  return new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string('type.googleapis.com/google.rpc.RetryInfo')
    .tag(2, WireType.LengthDelimited)
    .bytes(retryInfo)
    .finish()
}
