import type { Timeseries } from '~/api/rows.ts'
import { COUNTS, type ValueScale } from '~/ui/charts/value-scale.ts'
import { formatAge } from '~/ui/format/duration.ts'
import { isMeasure } from './measures.ts'
import { unitWords, valueScale } from './unit.ts'

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
  scale: ValueScale
}

/** What stands below a chart's title, and on which scale its values are. `valueType` is that of a metric that a client sent. */
export function seriesWords(timeseries: Timeseries, valueType = ''): SeriesWords {
  const { name, unit, aggregation, bucket_seconds, estimated } = timeseries
  const bucket = formatAge(bucket_seconds * 1000)
  const counted = unitWords(unit)
  if (aggregation === null) {
    return { subtitle: joined(counted, `per ${bucket}`, estimated && 'within 1 %'), scale: valueScale(unit) }
  }
  const isOfMeasurements = isDistribution(valueType) || isMeasure(name)
  const things = isOfMeasurements ? 'measurements' : aggregation === 'count' ? 'points' : counted
  if (aggregation === 'count') return { subtitle: joined(things, `per ${bucket}`), scale: COUNTS }
  if (aggregation === 'rate') {
    const scale = isOfMeasurements ? COUNTS : valueScale(unit)
    return { subtitle: joined(`${things} per second`.trim(), `every ${bucket}`), scale }
  }
  const estimate = estimated && (valueType === 'summary' ? 'mean of what was sent' : 'estimated from buckets')
  return { subtitle: joined(aggregation, counted, `per ${bucket}`, estimate), scale: valueScale(unit) }
}

function isDistribution(valueType: string): boolean {
  return /histogram|summary/.test(valueType)
}

function joined(...parts: (string | false)[]): string {
  return parts.filter(Boolean).join(', ')
}
