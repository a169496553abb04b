import {
  type ExportLogsServiceRequest,
  ExportLogsServiceRequestSchema,
  type ExportMetricsServiceRequest,
  ExportMetricsServiceRequestSchema,
  type ExportTraceServiceRequest,
  ExportTraceServiceRequestSchema,
} from '@pyflare/proto'

/** An OTLP export request of one of the three signals, decoded, whatever encoding it came in. */
export type ExportRequest =
  | { signal: 'traces'; message: ExportTraceServiceRequest }
  | { signal: 'metrics'; message: ExportMetricsServiceRequest }
  | { signal: 'logs'; message: ExportLogsServiceRequest }

export type OtlpSignal = ExportRequest['signal']

/** How deep messages may nest. Values far above it are cut later; deeper requests are refused before the stack ends. */
export const MAX_MESSAGE_DEPTH = 1000

export const REQUEST_SCHEMAS = {
  traces: ExportTraceServiceRequestSchema,
  metrics: ExportMetricsServiceRequestSchema,
  logs: ExportLogsServiceRequestSchema,
} as const
