import { MEASURES } from '@pyflare/domain'
import type { ExemplarRow, MetricDescriptor, MetricSeries } from '@pyflare/telemetry-store'
import { z } from 'zod'

const time = z.string().meta({ format: 'date-time' })

const metricDescriptorSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    unit: z.string(),
    value_type: z.string().describe('gauge, sum, histogram, exponential_histogram or summary.'),
    temporality: z.string(),
    is_monotonic: z.boolean(),
    measure: z.string().describe(`What of model calls it measures: ${MEASURES.join(', ')}; '' for anything else.`),
    services: z.array(z.string()),
    series: z.int(),
    last_seen: time,
  })
  .meta({ id: 'Metric' }) satisfies z.ZodType<MetricDescriptor>

export const metricListSchema = z
  .object({ metrics: z.array(metricDescriptorSchema) })
  .meta({ id: 'MetricListResponse' })

const metricSeriesSchema = z
  .object({
    label: z.string().describe("The value of `group_by`; '' for a single series; 'other' for the folded rest."),
    points: z.array(z.object({ time, value: z.number().nullable() })),
  })
  .meta({ id: 'MetricSeries' }) satisfies z.ZodType<MetricSeries>

export const aggregation = z.enum(['avg', 'sum', 'min', 'max', 'count', 'last', 'rate', 'p50', 'p95', 'p99'])

export const timeseriesSchema = z
  .object({
    name: z.string(),
    unit: z.string(),
    aggregation: aggregation
      .nullable()
      .describe('How points were put together; null for what is derived from spans, and where there is nothing.'),
    estimated: z
      .boolean()
      .describe(
        'True where values are near the true ones only. Quantiles of histograms are interpolated in their buckets, and so are `min` and `max` where those of the interval are not known: cumulative histograms tell them since their process began. Quantiles of spans come from sketches, within 1 %, unless buckets are no whole minutes or series are by what sketches are not told apart by: user, session, feature, team, model version. Quantiles of summaries are means of those that were sent.',
      ),
    bucket_seconds: z.int(),
    metrics: z
      .array(z.string())
      .describe('Names of the metrics that it is made of: several for a measure, none for what is derived from spans.'),
    series: z.array(metricSeriesSchema),
  })
  .meta({ id: 'TimeseriesResponse' })

const exemplarSchema = z
  .object({
    time,
    value: z.number().describe("What was measured, in the metric's unit."),
    trace_id: z.string().nullable().describe('null where it was measured outside of any trace.'),
    span_id: z.string().nullable(),
    service_name: z.string(),
    attributes: z.record(z.string(), z.string()).describe('Those of the measurement that the series does not have.'),
    series_attributes: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Exemplar' }) satisfies z.ZodType<ExemplarRow>

export const exemplarListSchema = z
  .object({ name: z.string(), exemplars: z.array(exemplarSchema) })
  .meta({ id: 'ExemplarListResponse' })
