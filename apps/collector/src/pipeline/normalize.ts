import {
  type Evaluation,
  evaluationOfLog,
  evaluationsOfSpan,
  normalizeLog,
  normalizeMetricPoint,
  normalizeSpan,
  type RawLog,
  type RawMetricPoint,
  type RawSpan,
} from '@pyflare/domain'
import { logRecord, pointRecord, SharedAttributes, spanRecord } from './make-records.ts'
import type { LimitedItem, LogItem, PointItem, SpanItem } from './records.ts'
import type { Staged } from './stage.ts'

/**
 * Second stage: every library's words become one set of columns, and judgements that ride on records become evaluations. What is not
 * understood stays among the attributes.
 */
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

function shapeSpan({ index, raw, isTruncated, isLong }: LimitedItem<RawSpan>, shared: SharedAttributes): SpanItem {
  const columns = normalizeSpan(raw)
  columns.contentTruncated ||= isTruncated
  const evaluations = evaluationsOfSpan(raw, columns.operationKind)
  return { index, raw, record: spanRecord(raw, columns, shared), evaluations, isLong }
}

function shapeLog({ index, raw, isLong }: LimitedItem<RawLog>, shared: SharedAttributes): LogItem {
  return { index, raw, record: logRecord(raw, normalizeLog(raw), shared), evaluations: evaluationsOfLog(raw), isLong }
}

/** One at most, in a list as those of spans are. */
export function evaluationsOfLog(raw: RawLog): Evaluation[] {
  const evaluation = evaluationOfLog(raw)
  return evaluation === undefined ? [] : [evaluation]
}

function shapePoint({ index, raw }: LimitedItem<RawMetricPoint>, shared: SharedAttributes): PointItem {
  return { index, raw, record: pointRecord(raw, normalizeMetricPoint(raw), shared) }
}
