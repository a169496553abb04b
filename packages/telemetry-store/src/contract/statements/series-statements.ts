import type { Statement } from '../../clickhouse/connection.ts'
import { listExemplarsStatement } from '../../clickhouse/metrics/exemplars.ts'
import { exponentialStatement } from '../../clickhouse/metrics/exponential-series.ts'
import { histogramStatement } from '../../clickhouse/metrics/histogram-series.ts'
import { tellingOf } from '../../clickhouse/metrics/measure-tellings.ts'
import type { Cut } from '../../clickhouse/metrics/metric-points.ts'
import { metricLabelsStatement } from '../../clickhouse/metrics/metric-timeseries.ts'
import { numberStatement } from '../../clickhouse/metrics/number-series.ts'
import { summaryStatement } from '../../clickhouse/metrics/summary-series.ts'
import { encodeCursor } from '../../clickhouse/queries/cursor.ts'
import { listLogsStatement } from '../../clickhouse/queries/list-logs.ts'
import { listMetricsStatement } from '../../clickhouse/queries/list-metrics.ts'
import { modelSpansStatement, modelUseStatement } from '../../clickhouse/queries/list-models.ts'
import { listServicesStatement, serviceTracesStatement } from '../../clickhouse/queries/list-services.ts'
import { traceLogsStatement } from '../../clickhouse/queries/list-trace-logs.ts'
import { spanLabelsStatement, spanSeriesStatement } from '../../clickhouse/queries/span-timeseries.ts'
import type { MetricSeriesQuery, SpanSeriesQuery } from '../../reader.ts'
import type { Aggregation, MetricDescriptor } from '../../rows.ts'
import { EXTENT, foreign, PROJECT, RANGE, SPAN, TRACE } from './foreign.ts'

const FILTERS = { service: foreign('service'), model: foreign('model'), environment: foreign('environment') }
const WHOSE = {
  userId: foreign('user'),
  sessionId: foreign('session'),
  featureId: foreign('feature'),
  team: foreign('team'),
}
const LABELS = [foreign('label'), 'other']
const afterLog = (kind: string) => encodeCursor(kind, [String(EXTENT.first), '42'])

const METRIC: MetricSeriesQuery = {
  ...{ ...RANGE, ...FILTERS },
  name: foreign('metric'),
  groupBy: `attributes.${foreign('key')}`,
  bucketSeconds: 300,
  maxSeries: 10,
}
const SPANS: SpanSeriesQuery = {
  ...{ ...RANGE, ...FILTERS },
  measure: 'spans',
  groupBy: 'model_id',
  bucketSeconds: 300,
  maxSeries: 10,
}

function metric(value_type: string, temporality: string): MetricDescriptor {
  const said = { description: foreign('description'), unit: foreign('unit'), services: [foreign('service')] }
  return {
    name: METRIC.name,
    value_type,
    temporality,
    is_monotonic: true,
    measure: '',
    series: 1,
    last_seen: '',
    ...said,
  }
}

const METRIC_SENT = metric('histogram', 'cumulative')

const cut = (type: string, temporality: string): Cut => ({
  query: METRIC,
  metric: metric(type, temporality),
  labels: LABELS,
  bucketSeconds: 300,
})
const labels = (type: string, temporality: string, aggregation: Aggregation) =>
  metricLabelsStatement({ query: METRIC, metric: metric(type, temporality) }, aggregation)
const spans = (query: Partial<SpanSeriesQuery>) => spanSeriesStatement({ ...SPANS, ...query }, LABELS)

/** Each with everything that can be asked, by the name of its golden file. */
export const SERIES_STATEMENTS: Readonly<Record<string, Statement>> = {
  'list-logs': listLogsStatement(
    {
      ...{ ...RANGE, ...FILTERS, traceId: TRACE, spanId: SPAN, minSeverity: 17 },
      ...{ text: foreign('refund 50%_'), limit: 100, cursor: afterLog('logs') },
    },
    EXTENT,
  ),
  'list-trace-logs': traceLogsStatement(
    { projectId: PROJECT, traceId: TRACE, limit: 100, cursor: afterLog('trace-logs') },
    EXTENT,
  ),
  'list-metrics': listMetricsStatement({
    ...RANGE,
    ...FILTERS,
    search: foreign('search'),
    name: foreign('metric'),
    measure: foreign('measure'),
  }),
  'list-services': listServicesStatement(RANGE),
  'list-services-traces': serviceTracesStatement(RANGE),
  'list-models-use': modelUseStatement(RANGE),
  'list-models-spans': modelSpansStatement(RANGE),
  'metric-gauge': numberStatement(cut('gauge', ''), 'avg'),
  'metric-gauge-quantile': numberStatement(cut('gauge', ''), 'p95'),
  'metric-sum-cumulative': numberStatement(cut('sum', 'cumulative'), 'rate'),
  'metric-sum-delta': numberStatement(cut('sum', 'delta'), 'rate'),
  'metric-histogram-cumulative': histogramStatement(cut('histogram', 'cumulative')),
  'metric-histogram-delta': histogramStatement(cut('histogram', 'delta')),
  'metric-exponential-cumulative': exponentialStatement(cut('exponential_histogram', 'cumulative')),
  'metric-exponential-delta': exponentialStatement(cut('exponential_histogram', 'delta')),
  'metric-summary': summaryStatement(cut('summary', ''), 'p95'),
  'measure-histogram': histogramStatement({
    ...cut('histogram', 'cumulative'),
    telling: tellingOf([METRIC_SENT], ['cache_read']),
  }),
  'metric-exemplars': listExemplarsStatement({ ...RANGE, ...FILTERS, name: foreign('metric'), limit: 100 }),
  'metric-labels-of-a-sum': labels('sum', 'cumulative', 'rate'),
  'metric-labels-of-a-histogram': labels('histogram', 'delta', 'p95'),
  'series-labels': spanLabelsStatement(SPANS),
  'series-spans': spans({}),
  'series-spans-by-second': spans({ bucketSeconds: 30 }),
  'series-errors-by-user': spans({ measure: 'errors', groupBy: 'user_id' }),
  'series-duration': spans({ measure: 'duration_p95' }),
  'series-duration-by-second': spans({ measure: 'duration_p95', bucketSeconds: 30 }),
  'series-traces': spans({ measure: 'traces' }),
  'series-traces-by-provider': spans({ measure: 'traces', groupBy: 'provider' }),
  'series-traces-by-session': spans({ measure: 'traces', groupBy: 'session_id', ...WHOSE }),
  'series-labels-of-a-session': spanLabelsStatement({ ...SPANS, ...WHOSE }),
  'series-cost': spans({ measure: 'cost' }),
  'series-cost-by-user': spans({ measure: 'cost', groupBy: 'user_id', bucketSeconds: 3_600 }),
  'series-cost-by-feature': spans({ measure: 'cost', groupBy: 'feature_id' }),
  'series-cost-by-session': spans({ measure: 'cost', groupBy: 'session_id', bucketSeconds: 3_600, ...WHOSE }),
  'series-cost-by-second': spans({ measure: 'cost', bucketSeconds: 30 }),
}
