import { LEDGER_DIMENSIONS, MEASURES } from '@pyflare/domain'
import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { aggregation, exemplarListSchema, metricListSchema, timeseriesSchema } from '../schemas/metric.ts'
import { optionalRange, rangeOf } from '../schemas/time.ts'
import { procedure, router } from '../trpc.ts'
import {
  derivedMeasure,
  derivedMetrics,
  refuseAggregation,
  refuseDerivedFilters,
  refuseUnknownDerived,
} from './derived-metrics.ts'

const name = z.string().max(512)
const AGGREGATION_MEANING =
  'How points are put together. Without it counters are rates, other sums and gauges are averaged, histograms and summaries show p95. Of measures, tokens and cost are summed and all else shows p95. Derived metrics have theirs in their name, and take no other.'
const GROUP_MEANING = [
  `Of what PyFlare derives from spans: ${LEDGER_DIMENSIONS.join(', ')}; the last two of tokens and cost alone.`,
  'Of metrics: service_name, model_id, environment, provider, operation_kind, token_type, token_modality, or attributes.<key>.',
  'Cache and reasoning are parts of input and output, and shown by token_type alone.',
].join(' ')
const WHOSE_MEANING =
  'Of what PyFlare derives from spans (`pyflare.*`) alone: points of metrics that clients send do not say it.'
const TARGET_POINTS = 240
const DAY_SECONDS = 86_400
const MOST_BUCKET_SECONDS = 366 * DAY_SECONDS

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
      name: name.describe(
        `A metric's name; or what metrics of any name measure of model calls, each call counted once: ${MEASURES.join(', ')}; or what PyFlare derives from spans: ${derivedMetrics.join(', ')}.`,
      ),
      aggregation: aggregation.optional().describe(AGGREGATION_MEANING),
      group_by: name.optional().describe(GROUP_MEANING),
      service: name.optional(),
      model_id: name.optional(),
      environment: name.optional(),
      user_id: name.optional().describe(WHOSE_MEANING),
      session_id: name.optional().describe(WHOSE_MEANING),
      feature_id: name.optional().describe(WHOSE_MEANING),
      team: name.optional().describe(WHOSE_MEANING),
      bucket_seconds: z.int().min(1).max(MOST_BUCKET_SECONDS).optional(),
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
    const { name, aggregation, user_id: userId, session_id: sessionId, feature_id: featureId, team } = input
    const { reader } = ctx.telemetry
    const derived = derivedMeasure(name)
    if (derived !== undefined) {
      if (aggregation !== undefined) refuseAggregation(name)
      const { measure, unit } = derived
      const found = await reader.spanTimeseries({ ...query, measure, userId, sessionId, featureId, team })
      return { name, unit, aggregation: null, bucket_seconds: bucketSeconds, metrics: [], ...found }
    }
    refuseDerivedFilters({ user_id: userId, session_id: sessionId, feature_id: featureId, team })
    const measure = MEASURES.find((each) => each === name)
    if (measure !== undefined) {
      const found = await reader.measureTimeseries({ ...query, measure, aggregation })
      return { ...NO_TIMESERIES, ...found, name, bucket_seconds: bucketSeconds }
    }
    const found = await reader.metricTimeseries({ ...query, name, aggregation })
    if (found === undefined) refuseUnknownDerived(name)
    return {
      ...NO_TIMESERIES,
      ...found,
      name,
      bucket_seconds: bucketSeconds,
      metrics: found === undefined ? [] : [name],
    }
  })

const NO_TIMESERIES = { unit: '', aggregation: null, estimated: false, metrics: [], series: [] }

const STEPS = [1, 5, 10, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400]

/** The smallest usual step that gives a range no more than 240 points; days, where that takes more than one. */
export function defaultBucketSeconds({ startTime, endTime }: { startTime: Date; endTime: Date }): number {
  const ideal = (endTime.getTime() - startTime.getTime()) / 1000 / TARGET_POINTS
  return STEPS.find((step) => step >= ideal) ?? Math.ceil(ideal / DAY_SECONDS) * DAY_SECONDS
}

const exemplars = procedure
  .meta({
    permission: 'telemetry:read',
    rest: {
      method: 'GET',
      path: '/metrics/exemplars',
      summary: 'Measurements behind a metric, with their traces',
      tags: ['Metrics'],
    },
  })
  .input(
    z.object({
      ...projectScope,
      ...optionalRange,
      name: name.describe('Name of a metric that a client sent.'),
      service: name.optional(),
      model_id: name.optional(),
      environment: name.optional(),
      limit: z
        .int()
        .min(1)
        .max(1000)
        .default(100)
        .describe('Of each part of the range the greatest are taken, those with a trace first.'),
    }),
  )
  .output(exemplarListSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    return {
      name: input.name,
      exemplars: await ctx.telemetry.reader.listExemplars({
        projectId,
        ...rangeOf(input, ctx.now()),
        name: input.name,
        service: input.service,
        model: input.model_id,
        environment: input.environment,
        limit: input.limit,
      }),
    }
  })

export const metrics = router({ list, timeseries, exemplars })
