import type { MetricDescriptor, MetricSeries } from '@pyflare/telemetry-store'
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

export const timeseriesSchema = z
  .object({ name: z.string(), unit: z.string(), bucket_seconds: z.int(), series: z.array(metricSeriesSchema) })
  .meta({ id: 'TimeseriesResponse' })
