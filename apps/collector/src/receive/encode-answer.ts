import { create, toBinary, toJson } from '@bufbuild/protobuf'
import type { Encoding, OtlpSignal } from '@pyflare/otlp'
import {
  ExportLogsServiceResponseSchema,
  ExportMetricsServiceResponseSchema,
  ExportTraceServiceResponseSchema,
} from '@pyflare/proto'
import type { Outcome } from './received.ts'
import { encodeRpcStatus } from './rpc-status.ts'

const RESPONSE_SCHEMAS = {
  traces: ExportTraceServiceResponseSchema,
  metrics: ExportMetricsServiceResponseSchema,
  logs: ExportLogsServiceResponseSchema,
} as const

/** The export response of a signal: with `partial_success` only where something was not kept, as OTLP wants it. */
export function encodeResponse(signal: OtlpSignal, encoding: Encoding, outcome: Outcome): Uint8Array {
  if (signal === 'traces')
    return encode(RESPONSE_SCHEMAS.traces, { rejectedSpans: BigInt(outcome.rejected) }, outcome, encoding)
  if (signal === 'logs')
    return encode(RESPONSE_SCHEMAS.logs, { rejectedLogRecords: BigInt(outcome.rejected) }, outcome, encoding)
  return encode(RESPONSE_SCHEMAS.metrics, { rejectedDataPoints: BigInt(outcome.rejected) }, outcome, encoding)
}

function encode(
  schema: (typeof RESPONSE_SCHEMAS)[OtlpSignal],
  rejected: Record<string, bigint>,
  { rejected: count, message }: Outcome,
  encoding: Encoding,
): Uint8Array {
  const isWhole = count === 0 && message === ''
  const response = create(schema, isWhole ? {} : { partialSuccess: { ...rejected, errorMessage: message } })
  return encoding === 'json' ? Buffer.from(JSON.stringify(toJson(schema, response))) : toBinary(schema, response)
}

export interface ErrorAnswer {
  /** google.rpc.Code. */
  code: number
  message: string
  retryAfterMs: number | undefined
}

/** google.rpc.Status in the request's own encoding: the body of every error of OTLP/HTTP. */
export function encodeError({ code, message, retryAfterMs }: ErrorAnswer, encoding: Encoding): Uint8Array {
  return encoding === 'json'
    ? Buffer.from(JSON.stringify({ code, message }))
    : encodeRpcStatus(code, message, retryAfterMs)
}
