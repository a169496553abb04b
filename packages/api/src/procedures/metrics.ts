import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { metricListSchema, timeseriesSchema } from '../schemas/metric.ts'
import { optionalRange, rangeOf } from '../schemas/time.ts'
import { procedure, router } from '../trpc.ts'
import { derivedMeasure, derivedMetrics } from './derived-metrics.ts'

const name = z.string().max(512)
const TARGET_POINTS = 240

const list = procedure
  .meta({
    permission: 'telemetry:read',
    rest: { method: 'GET', path: '/metrics', summary: 'List the metrics seen in a range', tags: ['Metrics'] },
  })
  .input(z.object({ ...projectScope, ...optionalRange, service: name.optional(), search: name.optional() }))
  .output(metricListSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const range = rangeOf(input, ctx.now())
    const metrics = await ctx.telemetry.reader.listMetrics({
      projectId,
      ...range,
      service: input.service,
      search: input.search,
    })
    return { metrics }
  })

const timeseries = procedure
  .meta({
    permission: 'telemetry:read',
    rest: { method: 'GET', path: '/metrics/timeseries', summary: 'One metric over time', tags: ['Metrics'] },
  })
  .input(
    z.object({
      ...projectScope,
      ...optionalRange,
      name: name.describe(`A metric's name, or what PyFlare derives from spans: ${derivedMetrics.join(', ')}.`),
      aggregation: z.enum(['avg', 'sum', 'min', 'max', 'count', 'last', 'rate', 'p50', 'p95', 'p99']).optional(),
      group_by: name
        .optional()
        .describe('service_name, model_id, environment, provider, operation_kind, or attributes.<key>.'),
      service: name.optional(),
      model_id: name.optional(),
      environment: name.optional(),
      bucket_seconds: z.int().min(1).max(86_400).optional(),
      max_series: z.int().min(1).max(50).default(10),
    }),
  )
  .output(timeseriesSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const range = rangeOf(input, ctx.now())
    const bucketSeconds = input.bucket_seconds ?? defaultBucketSeconds(range)
    const query = {
      projectId,
      ...range,
      groupBy: input.group_by,
      service: input.service,
      model: input.model_id,
      environment: input.environment,
      bucketSeconds,
      maxSeries: input.max_series,
    }
    const derived = derivedMeasure(input.name)
    const { unit, series } =
      derived === undefined
        ? await ctx.telemetry.reader.metricTimeseries({ ...query, name: input.name, aggregation: input.aggregation })
        : {
            unit: derived.unit,
            series: await ctx.telemetry.reader.spanTimeseries({ ...query, measure: derived.measure }),
          }
    return { name: input.name, unit, bucket_seconds: bucketSeconds, series }
  })

const STEPS = [1, 5, 10, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400]

/** The smallest usual step that gives a range no more than 240 points. */
export function defaultBucketSeconds({ startTime, endTime }: { startTime: Date; endTime: Date }): number {
  const ideal = (endTime.getTime() - startTime.getTime()) / 1000 / TARGET_POINTS
  return STEPS.find((step) => step >= ideal) ?? 86_400
}

export const metrics = router({ list, timeseries })
