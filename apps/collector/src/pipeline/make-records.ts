import {
  type Attributes,
  type NormalizedLog,
  type NormalizedMetricPoint,
  type NormalizedSpan,
  printAttributes,
  type RawLog,
  type RawMetricPoint,
  type RawSpan,
  type StringMap,
} from '@pyflare/domain'
import { joiner } from './join-parts.ts'
import { pointValue, printExemplars } from './point-value.ts'
import type { LogRecord, PointRecord, SpanRecord } from './records.ts'

/** The many items of a resource share one map of its attributes, so that later stages work on it once. */
export class SharedAttributes {
  readonly #printed = new WeakMap<Attributes, StringMap>()

  of(attributes: Attributes, printed: () => StringMap): StringMap {
    const known = this.#printed.get(attributes)
    if (known !== undefined) return known
    const first = printed()
    this.#printed.set(attributes, first)
    return first
  }
}

const joinSpan = joiner<NormalizedSpan, Omit<SpanRecord, Exclude<keyof NormalizedSpan, 'resourceAttributes'>>>()

/** What is kept of a span: what was read from it, and what it says of itself. */
export function spanRecord(raw: RawSpan, columns: NormalizedSpan, shared: SharedAttributes): SpanRecord {
  return joinSpan(columns, {
    resourceAttributes: shared.of(raw.resource, () => columns.resourceAttributes),
    traceId: raw.traceId,
    spanId: raw.spanId,
    parentSpanId: raw.parentSpanId,
    traceState: raw.traceState,
    flags: raw.flags,
    startTimeNs: raw.startTimeNs,
    endTimeNs: raw.endTimeNs,
    durationNs: raw.endTimeNs - raw.startTimeNs,
    operationName: raw.name,
    spanKind: raw.kind,
    statusMessage: raw.statusMessage,
    scopeName: raw.scope.name,
    scopeVersion: raw.scope.version,
    droppedAttributesCount: raw.droppedAttributesCount,
    droppedEventsCount: raw.droppedEventsCount,
    droppedLinksCount: raw.droppedLinksCount,
    samplingRate: 1,
  })
}

export function logRecord(raw: RawLog, columns: NormalizedLog, shared: SharedAttributes): LogRecord {
  return {
    ...columns,
    resourceAttributes: shared.of(raw.resource, () => columns.resourceAttributes),
    timeNs: raw.timeNs,
    observedTimeNs: raw.observedTimeNs,
    traceId: raw.traceId,
    spanId: raw.spanId,
    flags: raw.flags,
    severityNumber: raw.severityNumber,
    severityText: raw.severityText,
    scopeName: raw.scope.name,
    scopeVersion: raw.scope.version,
    droppedAttributesCount: raw.droppedAttributesCount,
  }
}

export function pointRecord(
  raw: RawMetricPoint,
  columns: NormalizedMetricPoint,
  shared: SharedAttributes,
): PointRecord {
  return {
    ...columns,
    ...pointValue(raw.value),
    metricName: raw.metricName,
    description: raw.description,
    unit: raw.unit,
    valueType: raw.value.type,
    temporality: raw.temporality,
    isMonotonic: raw.isMonotonic,
    startTimeNs: raw.startTimeNs,
    timeNs: raw.timeNs,
    scopeName: raw.scope.name,
    scopeVersion: raw.scope.version,
    attributes: printAttributes(raw.attributes),
    resourceAttributes: shared.of(raw.resource, () => printAttributes(raw.resource)),
    flags: raw.flags,
    exemplars: printExemplars(raw.exemplars),
  }
}
