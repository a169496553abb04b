import {
  type Attributes,
  type NormalizedSpan,
  normalizeLog,
  normalizeMetricPoint,
  normalizeSpan,
  printAttributes,
  type RawLog,
  type RawMetricPoint,
  type RawSpan,
  type StringMap,
} from '@pyflare/domain'
import { pointValue, printExemplars } from './point-value.ts'
import type { LimitedItem, LogItem, PointItem, SpanItem } from './records.ts'
import type { Staged } from './stage.ts'

/** Second stage: every library's words become one set of columns. What is not understood stays among the attributes. */
export function createNormalize() {
  return {
    spans: (batch: readonly LimitedItem<RawSpan>[]): Staged<SpanItem> => keepAll(batch, shapeSpan),
    logs: (batch: readonly LimitedItem<RawLog>[]): Staged<LogItem> => keepAll(batch, shapeLog),
    points: (batch: readonly LimitedItem<RawMetricPoint>[]): Staged<PointItem> => keepAll(batch, shapePoint),
  }
}

function keepAll<In, Out>(batch: readonly In[], shape: (item: In, shared: SharedAttributes) => Out): Staged<Out> {
  const shared = new SharedAttributes()
  return { kept: batch.map((item) => shape(item, shared)), rejections: [] }
}

/** The many items of a resource share one map of its attributes, so that later stages work on it once. */
class SharedAttributes {
  readonly #printed = new WeakMap<Attributes, StringMap>()

  of(attributes: Attributes, printed: () => StringMap): StringMap {
    const known = this.#printed.get(attributes)
    if (known !== undefined) return known
    const first = printed()
    this.#printed.set(attributes, first)
    return first
  }
}

function shapeSpan({ index, raw, isTruncated }: LimitedItem<RawSpan>, shared: SharedAttributes): SpanItem {
  const normalized: NormalizedSpan = normalizeSpan(raw)
  return {
    index,
    raw,
    record: {
      ...normalized,
      resourceAttributes: shared.of(raw.resource, () => normalized.resourceAttributes),
      contentTruncated: normalized.contentTruncated || isTruncated,
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
    },
  }
}

function shapeLog({ index, raw }: LimitedItem<RawLog>, shared: SharedAttributes): LogItem {
  const normalized = normalizeLog(raw)
  return {
    index,
    raw,
    record: {
      ...normalized,
      resourceAttributes: shared.of(raw.resource, () => normalized.resourceAttributes),
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
    },
  }
}

function shapePoint({ index, raw }: LimitedItem<RawMetricPoint>, shared: SharedAttributes): PointItem {
  return {
    index,
    raw,
    record: {
      ...normalizeMetricPoint(raw.attributes, raw.resource),
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
    },
  }
}
