import type { Timeseries } from '~/api/rows.ts'
import { formatAge } from '~/ui/format/duration.ts'
import { formatCompact } from '~/ui/format/number.ts'
import { unitWords, valueFormat } from './format-value.ts'
import { isMeasure } from './measures.ts'

export type Aggregation = NonNullable<Timeseries['aggregation']>

const AGGREGATIONS: readonly Aggregation[] = ['rate', 'avg', 'sum', 'min', 'max', 'count', 'last', 'p50', 'p95', 'p99']

/** How points of a type can be put together: what a distribution was last says nothing, and a measure is one over several metrics. */
export function aggregationsOf(name: string, valueType: string): readonly Aggregation[] {
  if (isMeasure(name)) return AGGREGATIONS.filter((each) => each !== 'last' && each !== 'rate')
  return isDistribution(valueType) ? AGGREGATIONS.filter((each) => each !== 'last') : AGGREGATIONS
}

/** Whether values are on the scale of what was measured, and not how often or how much of it there was. */
export function isMeasured(aggregation: Aggregation | null): boolean {
  return aggregation !== null && !['rate', 'sum', 'count'].includes(aggregation)
}

interface SeriesWords {
  /** How points were put together, what they count, how long a bucket is, and whether that is an estimate. */
  subtitle: string
  format: (value: number) => string
}

/** What stands below a chart's title, and how its values are written. `valueType` is that of a metric that a client sent. */
export function seriesWords(timeseries: Timeseries, valueType = ''): SeriesWords {
  const { name, unit, aggregation, bucket_seconds, estimated } = timeseries
  const bucket = formatAge(bucket_seconds * 1000)
  const counted = unitWords(unit)
  if (aggregation === null) {
    return { subtitle: joined(counted, `per ${bucket}`, estimated && 'within 1 %'), format: valueFormat(unit) }
  }
  const isOfMeasurements = isDistribution(valueType) || isMeasure(name)
  const things = isOfMeasurements ? 'measurements' : aggregation === 'count' ? 'points' : counted
  if (aggregation === 'count') return { subtitle: joined(things, `per ${bucket}`), format: formatCompact }
  if (aggregation === 'rate') {
    const format = isOfMeasurements ? formatCompact : valueFormat(unit)
    return { subtitle: joined(`${things} per second`.trim(), `every ${bucket}`), format }
  }
  const estimate = estimated && (valueType === 'summary' ? 'mean of what was sent' : 'estimated from buckets')
  return { subtitle: joined(aggregation, counted, `per ${bucket}`, estimate), format: valueFormat(unit) }
}

function isDistribution(valueType: string): boolean {
  return /histogram|summary/.test(valueType)
}

function joined(...parts: (string | false)[]): string {
  return parts.filter(Boolean).join(', ')
}
