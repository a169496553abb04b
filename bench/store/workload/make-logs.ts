import type { MessageInitShape } from '@bufbuild/protobuf'
import type { LogBatchSchema } from '@pyflare/proto'
import type { Prose } from './prose.ts'
import type { Random } from './random.ts'
import type { SpanInit } from './span-maker.ts'

export type LogInit = NonNullable<MessageInitShape<typeof LogBatchSchema>['records']>[number]

const SEVERITIES = [
  { severityNumber: 9, severityText: 'INFO' },
  { severityNumber: 9, severityText: 'INFO' },
  { severityNumber: 9, severityText: 'INFO' },
  { severityNumber: 5, severityText: 'DEBUG' },
  { severityNumber: 13, severityText: 'WARN' },
]
const ERROR = { severityNumber: 17, severityText: 'ERROR' }

/** About one record for every five spans, and one for each that failed. */
export function makeLogs(spans: readonly SpanInit[], random: Random, prose: Prose): LogInit[] {
  return spans
    .filter((span) => span.status === 'error' || random.chance(0.18))
    .map((span) => ({
      ...(span.status === 'error' ? ERROR : random.pick(SEVERITIES)),
      projectId: span.projectId,
      timeNs: span.startTimeNs,
      observedTimeNs: span.startTimeNs,
      receivedAtMs: span.receivedAtMs,
      traceId: span.traceId,
      spanId: span.spanId,
      body: `${span.operationName}: ${prose.text(random.integer(40, 200))}`,
      serviceName: span.serviceName,
      environment: span.environment,
      scopeName: 'app.worker',
      attributes: { 'code.function.name': 'handle', 'thread.name': `worker-${random.integer(1, 16)}` },
      resourceAttributes: span.resourceAttributes,
    }))
}
