import type { AppRouter } from '@pyflare/api'
import type { inferRouterOutputs } from '@trpc/server'

type Outputs = inferRouterOutputs<AppRouter>

/** What pages show is what the API answers, name for name. */
export type TraceSummary = Outputs['traces']['list']['traces'][number]
export type TraceDetail = Outputs['traces']['get']
export type SpanDetail = Outputs['traces']['spans']['spans'][number]
export type Evaluation = SpanDetail['evaluations'][number]
export type LogRecord = Outputs['logs']['list']['logs'][number]
export type TimeBucket = Outputs['traces']['histogram']['buckets'][number]
export type MetricDescriptor = Outputs['metrics']['list']['metrics'][number]
export type Timeseries = Outputs['metrics']['timeseries']
/** What one metric brought along, by its name. */
export type MetricExemplars = Outputs['metrics']['exemplars']
export type Exemplar = MetricExemplars['exemplars'][number]
export type Ingestion = Outputs['ingestion']['get']
export type Instrumentation = Outputs['instrumentation']['get']
export type SpanExplanation = Outputs['traces']['explainSpan']
