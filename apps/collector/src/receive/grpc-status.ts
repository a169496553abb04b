import { Metadata, type StatusObject } from '@grpc/grpc-js'
import type { Logger } from '@pyflare/observe'
import { encodeRpcStatus } from './rpc-status.ts'
import { errorAnswer } from './statuses.ts'

/** An error as a gRPC status; where the client should wait, RetryInfo in its details says how long. */
export function grpcStatus(error: unknown, logger: Logger): StatusObject {
  const { code, message, retryAfterMs } = errorAnswer(error, logger)
  const metadata = new Metadata()
  if (retryAfterMs !== undefined)
    metadata.set('grpc-status-details-bin', Buffer.from(encodeRpcStatus(code, message, retryAfterMs)))
  return { code, details: message, metadata }
}
