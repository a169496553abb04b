import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import {
  EvaluationBatchSchema,
  IntakeBatchSchema,
  LogBatchSchema,
  MetricBatchSchema,
  TraceBatchSchema,
} from '@pyflare/proto'

/** Records for tests: only what a test is about is given, the rest is plausible. */
export type SpanInit = NonNullable<MessageInitShape<typeof TraceBatchSchema>['records']>[number]
export type LogInit = NonNullable<MessageInitShape<typeof LogBatchSchema>['records']>[number]
export type MetricInit = NonNullable<MessageInitShape<typeof MetricBatchSchema>['records']>[number]
export type IntakeInit = NonNullable<MessageInitShape<typeof IntakeBatchSchema>['records']>[number]
export type EvaluationInit = NonNullable<MessageInitShape<typeof EvaluationBatchSchema>['records']>[number]

export const NOON = Date.UTC(2026, 10, 20, 12)
export const NOON_NS = BigInt(NOON) * 1_000_000n
export const SECOND_NS = 1_000_000_000n

export function traceId(number: number): Uint8Array {
  return id(number, 16)
}

export function spanId(number: number): Uint8Array {
  return id(number, 8)
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

export function span(init: SpanInit = {}): SpanInit {
  const startTimeNs = init.startTimeNs ?? NOON_NS
  const durationNs = init.durationNs ?? 5_000_000n
  return {
    projectId: 'project-a',
    traceId: traceId(1),
    spanId: spanId(1),
    startTimeNs,
    durationNs,
    endTimeNs: startTimeNs + durationNs,
    receivedAtMs: BigInt(NOON),
    serviceName: 'shop',
    operationName: 'chat',
    spanKind: 'client',
    status: 'unset',
    operationKind: 'chat',
    samplingRate: 1,
    ...init,
  }
}

export function log(init: LogInit = {}): LogInit {
  const timeNs = init.timeNs ?? NOON_NS
  return {
    projectId: 'project-a',
    timeNs,
    observedTimeNs: timeNs,
    receivedAtMs: BigInt(NOON),
    severityNumber: 9,
    severityText: 'INFO',
    body: 'hello',
    serviceName: 'shop',
    ...init,
  }
}

export function metric(init: MetricInit = {}): MetricInit {
  return {
    projectId: 'project-a',
    metricName: 'requests',
    valueType: 'gauge',
    timeNs: NOON_NS,
    startTimeNs: NOON_NS - 3600n * SECOND_NS,
    receivedAtMs: BigInt(NOON),
    serviceName: 'shop',
    seriesHash: 1n,
    ...init,
  }
}

export function evaluation(init: EvaluationInit = {}): EvaluationInit {
  return {
    projectId: 'project-a',
    evaluationId: traceId(1),
    timeNs: NOON_NS,
    receivedAtMs: BigInt(NOON),
    name: 'relevance',
    score: 0.5,
    samplingRate: 1,
    ...init,
  }
}

export function intake(init: IntakeInit = {}): IntakeInit {
  return {
    projectId: 'project-a',
    countedAtMs: BigInt(NOON),
    signal: 'traces',
    keyId: 'key-1',
    client: 'curl/8.0',
    outcome: 'accepted',
    requests: 1n,
    ...init,
  }
}

export function traceBatch(...records: SpanInit[]): Uint8Array {
  return toBinary(TraceBatchSchema, create(TraceBatchSchema, { records }))
}

export function logBatch(...records: LogInit[]): Uint8Array {
  return toBinary(LogBatchSchema, create(LogBatchSchema, { records }))
}

export function metricBatch(...records: MetricInit[]): Uint8Array {
  return toBinary(MetricBatchSchema, create(MetricBatchSchema, { records }))
}

export function evaluationBatch(...records: EvaluationInit[]): Uint8Array {
  return toBinary(EvaluationBatchSchema, create(EvaluationBatchSchema, { records }))
}

export function intakeBatch(...records: IntakeInit[]): Uint8Array {
  return toBinary(IntakeBatchSchema, create(IntakeBatchSchema, { records }))
}

function id(number: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(length, 0xab)
  bytes.writeUInt32BE(number, length - 4)
  return new Uint8Array(bytes)
}
