import type { OtlpSignal } from '@pyflare/otlp'

/** The Export methods of OTLP/gRPC. */
export const EXPORTS: readonly [OtlpSignal, path: string][] = [
  ['traces', '/opentelemetry.proto.collector.trace.v1.TraceService/Export'],
  ['metrics', '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export'],
  ['logs', '/opentelemetry.proto.collector.logs.v1.LogsService/Export'],
]

/** What a method takes; undefined for one that there is not. */
export function signalOf(path: string): OtlpSignal | undefined {
  return EXPORTS.find(([, own]) => own === path)?.[0]
}
