import type { DescMessage, JsonValue, MessageShape } from '@bufbuild/protobuf'
import type { Attributes, RawLog, RawMetricPoint, RawSpan, Scope } from '@pyflare/domain'
import { LogRecordSchema, MetricSchema, SpanSchema } from '@pyflare/proto'
import { withExemplarIds, withLogIds, withSpanIds } from './json-ids.ts'
import { logOf } from './raw-logs.ts'
import { pointsOf } from './raw-metric-points.ts'
import { spanOf } from './raw-spans.ts'

/** What an item shares with others: what sent it, and which library made it. */
export interface Surroundings {
  resource: Attributes
  scope: Scope
}

/** What a signal's requests hold. All three nest alike: groups with a resource, in them groups with a scope, in them items. */
export interface ItemKind<Schema extends DescMessage, Raw> {
  signal: string
  schema: Schema
  /** The JSON names of the three lists, outermost first, each in both spellings. */
  lists: readonly [groups: readonly string[], scoped: readonly string[], items: readonly string[]]
  /** An item with its ids as protobuf's JSON has them. */
  withIds: (item: JsonValue) => JsonValue
  /** A metric holds many data points; the others hold one item each. */
  rawsOf: (item: MessageShape<Schema>, surroundings: Surroundings) => readonly Raw[]
  /** More messages in one item are nothing that an instrumentation made. */
  maxMessages: number
}

/** Attributes, values, events, links: two messages for each attribute. */
const MAX_MESSAGES_OF_ONE = 200_000

export const SPANS: ItemKind<typeof SpanSchema, RawSpan> = {
  signal: 'traces',
  schema: SpanSchema,
  lists: [['resourceSpans', 'resource_spans'], ['scopeSpans', 'scope_spans'], ['spans']],
  withIds: withSpanIds,
  rawsOf: (span, surroundings) => [spanOf(span, surroundings)],
  maxMessages: MAX_MESSAGES_OF_ONE,
}

export const LOGS: ItemKind<typeof LogRecordSchema, RawLog> = {
  signal: 'logs',
  schema: LogRecordSchema,
  lists: [
    ['resourceLogs', 'resource_logs'],
    ['scopeLogs', 'scope_logs'],
    ['logRecords', 'log_records'],
  ],
  withIds: withLogIds,
  rawsOf: (record, surroundings) => [logOf(record, surroundings)],
  maxMessages: MAX_MESSAGES_OF_ONE,
}

export const METRICS: ItemKind<typeof MetricSchema, RawMetricPoint> = {
  signal: 'metrics',
  schema: MetricSchema,
  lists: [['resourceMetrics', 'resource_metrics'], ['scopeMetrics', 'scope_metrics'], ['metrics']],
  withIds: withExemplarIds,
  rawsOf: pointsOf,
  // One metric may rightly hold all the series of a request.
  maxMessages: Number.POSITIVE_INFINITY,
}
