import type { RawMetricPoint } from '../telemetry/raw-metric-point.ts'
import { readService } from './context.ts'
import { readModel } from './model.ts'
import type { PickContext } from './pick.ts'
import { genAiMeasureOf } from './read-measure.ts'
import { resolveKind } from './resolve-kind.ts'
import { SpanReader } from './span-reader.ts'

export interface NormalizedMetricPoint {
  serviceName: string
  environment: string
  modelId: string
  modelVersion: string
  provider: string
  /** '' where the point tells of no operation. */
  operationKind: string
  /** What of model calls it measures, '' for anything else; of tokens, which. */
  measure: string
  tokenType: string
  tokenModality: string
}

const NO_ID = new Uint8Array()

/** What a data point is of: the same words as spans', read from the point's attributes. Never throws. */
export function normalizeMetricPoint({
  metricName,
  attributes,
  resource,
}: Pick<RawMetricPoint, 'metricName' | 'attributes' | 'resource'>): NormalizedMetricPoint {
  const reader = new SpanReader({
    name: '',
    kind: 'unspecified',
    status: 'unset',
    statusMessage: '',
    startTimeNs: 0n,
    endTimeNs: 0n,
    attributes,
    events: [],
    resource,
    scope: { name: '', version: '', attributes: new Map() },
    parentSpanId: NO_ID,
    links: [],
  })
  const kind = resolveKind(reader)
  const context: PickContext = {
    reader,
    kind,
    dialects: new Set(),
    times: { startTimeNs: 0n, durationNs: 0n },
    conflicts: new Set(),
  }
  const { modelId, modelVersion, provider } = readModel(context)
  const measured = genAiMeasureOf(metricName, attributes)
  return {
    ...readService(attributes, resource),
    modelId,
    modelVersion,
    provider,
    operationKind: kind === 'span' ? (measured?.operation ?? '') : kind,
    measure: measured?.measure ?? '',
    tokenType: measured?.tokenType ?? '',
    tokenModality: measured?.tokenModality ?? '',
  }
}
