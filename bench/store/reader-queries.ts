import type { TelemetryStore, TraceFilter } from '@pyflare/telemetry-store'
import type { BenchStore } from './bench-store.ts'
import type { Loaded } from './load.ts'
import { COUNTER, GAUGE, HISTOGRAM } from './workload/make-metrics.ts'
import { ABSENT_WORD, COMMON_WORD, RARE_WORD } from './workload/prose.ts'

export type Query = [name: string, run: () => Promise<unknown>]

/** The queries of the API, about one project and its last 24 hours where nothing else is said. */
export function readerQueries(store: TelemetryStore, projectId: string, endsAt: Date, loaded: Loaded): Query[] {
  const day = { projectId, startTime: new Date(endsAt.getTime() - 86_400_000), endTime: endsAt }
  return [
    ...traceLists(store, projectId, day),
    ...textSearches(store, projectId, day),
    ...oneTrace(store, projectId, loaded),
    ...logs(store, projectId, day, loaded),
    ...metrics(store, day),
    ...series(store, day),
    ['services', () => store.reader.listServices(day)],
    ['models', () => store.reader.listModels(day)],
    ['extent', () => store.reader.extent(projectId)],
    ['usage (settings page)', () => store.maintenance.usage(projectId)],
    ['settle: read 200 traces', () => store.settlement.read(projectId, loaded.traceIds.slice(-200))],
  ]
}

/** Ids of so many traces of a project that began last: what a block just written is about. */
export async function newestTraces({ sql }: BenchStore, projectId: string, count: number): Promise<string[]> {
  const rows = await sql<{ id: string }>(`SELECT lower(hex(trace_id)) AS id FROM spans
    WHERE project_id = '${projectId}' AND parent_span_id = toFixedString('', 8) ORDER BY start_time DESC LIMIT ${count}`)
  return rows.map(({ id }) => id)
}

type Day = { projectId: string; startTime: Date; endTime: Date }

function traceLists({ reader }: TelemetryStore, projectId: string, day: Day): Query[] {
  const newest = (filter: Partial<TraceFilter>) => () => reader.listTraces({ ...day, ...filter, limit: 100 })
  const number = Number(/\d+$/.exec(projectId)?.[0] ?? 0)
  return [
    ['traces: newest 100', newest({})],
    ['traces: newest 100, no range', () => reader.listTraces({ projectId, limit: 100 })],
    ['traces: second page', secondPage(reader, day)],
    ['traces: offset 5,000', () => reader.listTraces({ ...day, limit: 100, offset: 5_000 })],
    ['traces: service', newest({ service: `classifier-${number}` })],
    ['traces: model', newest({ model: 'mistral-large' })],
    ['traces: errors', newest({ status: 'error' })],
    ['traces: name', newest({ name: 'index documents' })],
    ['traces: environment', newest({ environment: 'staging' })],
    ['traces: release', newest({ release: '2.41.0' })],
    ['traces: tag', newest({ tag: 'vip' })],
    ['traces: user', newest({ userId: 'user-120' })],
    ['traces: user, no range', () => reader.listTraces({ projectId, userId: 'user-120', limit: 100 })],
    ['traces: absent session', newest({ sessionId: 'nobody' })],
    ['traces: slower than 20 s', newest({ minDurationMs: 20_000 })],
    ['traces: dearer than 0.005 USD', newest({ minCostUsd: 0.005 })],
    ['traces: slowest 100', () => reader.listTraces({ ...day, sort: 'duration', limit: 100 })],
    ['traces: dearest 100', () => reader.listTraces({ ...day, sort: 'cost', limit: 100 })],
    ['count', () => reader.countTraces(day)],
    ['count, no range', () => reader.countTraces({ projectId })],
    ['count of errors', () => reader.countTraces({ ...day, status: 'error' })],
    ['histogram, 96 buckets', () => reader.traceHistogram({ ...day, buckets: 96 })],
    ['histogram of errors, no range', () => reader.traceHistogram({ projectId, status: 'error', buckets: 96 })],
  ]
}

/** The cursor is looked up once: what is timed is the page that it leads to. */
function secondPage(reader: TelemetryStore['reader'], day: Day): () => Promise<unknown> {
  let cursor: string | undefined
  return async () => {
    cursor ??= (await reader.listTraces({ ...day, limit: 100 })).nextCursor
    return reader.listTraces({ ...day, limit: 100, cursor })
  }
}

function textSearches({ reader }: TelemetryStore, projectId: string, day: Day): Query[] {
  const search =
    (text: string, range: Partial<Day> = day) =>
    () =>
      reader.listTraces({ ...range, projectId, text, limit: 100 })
  return [
    ['text: common word', search(COMMON_WORD)],
    ['text: part of a word', search('efun')],
    ['text: rare word', search(RARE_WORD)],
    ['text: absent word', search(ABSENT_WORD)],
    ['text: two words', search(`${COMMON_WORD} ${RARE_WORD}`)],
    ['text: rare word, no range', search(RARE_WORD, {})],
    ['text: count of common word', () => reader.countTraces({ ...day, text: COMMON_WORD })],
    ['text: histogram of common word', () => reader.traceHistogram({ ...day, text: COMMON_WORD, buckets: 96 })],
  ]
}

function oneTrace({ reader }: TelemetryStore, projectId: string, { traceIds, longTraces }: Loaded): Query[] {
  const traceId = traceIds[Math.floor(traceIds.length / 3)] ?? ''
  const absent = 'f'.repeat(32)
  return [
    ['trace', () => reader.getTrace(projectId, traceId)],
    ['trace: absent', () => reader.getTrace(projectId, absent)],
    ['trace: with root attributes', () => reader.getTraceDetail(projectId, traceId)],
    ['spans of a trace', () => reader.listSpans({ projectId, traceId, limit: 10_000 })],
    ['logs of a trace', () => reader.listTraceLogs({ projectId, traceId, limit: 500 })],
    ...longTraces.flatMap(({ traceId, projectId, spans }): Query[] => [
      [`spans of a trace of ${spans}: first 1,000`, () => reader.listSpans({ projectId, traceId, limit: 1_000 })],
      [`spans of a trace of ${spans}: first 10,000`, () => reader.listSpans({ projectId, traceId, limit: 10_000 })],
    ]),
    ...longTraces.slice(-1).map((long): Query => ['spans of that trace: its last 10,000', lastPage(reader, long)]),
  ]
}

function lastPage(reader: TelemetryStore['reader'], { traceId, projectId }: Loaded['longTraces'][number]) {
  const page = { projectId, traceId, limit: 10_000 }
  let last: string | undefined
  return async () => {
    if (last === undefined) {
      let next = (await reader.listSpans(page)).nextCursor
      while (next !== undefined) {
        last = next
        next = (await reader.listSpans({ ...page, cursor: last })).nextCursor
      }
    }
    return reader.listSpans({ ...page, cursor: last })
  }
}

function logs({ reader }: TelemetryStore, projectId: string, day: Day, { traceIds }: Loaded): Query[] {
  return [
    ['logs: newest 100', () => reader.listLogs({ ...day, limit: 100 })],
    ['logs: newest 100, no range', () => reader.listLogs({ projectId, limit: 100 })],
    ['logs: errors', () => reader.listLogs({ ...day, minSeverity: 17, limit: 100 })],
    ['logs: text', () => reader.listLogs({ ...day, text: COMMON_WORD, limit: 100 })],
    ['logs: absent word', () => reader.listLogs({ ...day, text: ABSENT_WORD, limit: 100 })],
    ['logs: of a trace', () => reader.listLogs({ projectId, traceId: traceIds[9] ?? '', limit: 100 })],
  ]
}

function metrics({ reader }: TelemetryStore, day: Day): Query[] {
  const points = { ...day, bucketSeconds: 300, maxSeries: 10 }
  return [
    ['metrics: list', () => reader.listMetrics(day)],
    ['metric: gauge', () => reader.metricTimeseries({ ...points, name: GAUGE })],
    ['metric: rate by model', () => reader.metricTimeseries({ ...points, name: COUNTER, groupBy: 'model_id' })],
    [
      'metric: rate by attribute',
      () => reader.metricTimeseries({ ...points, name: COUNTER, groupBy: 'attributes.server.region' }),
    ],
    [
      'metric: histogram p95 by service',
      () => reader.metricTimeseries({ ...points, name: HISTOGRAM, groupBy: 'service_name' }),
    ],
  ]
}

function series({ reader }: TelemetryStore, day: Day): Query[] {
  const buckets = { ...day, bucketSeconds: 300, maxSeries: 10 }
  return [
    ['series: spans by model', () => reader.spanTimeseries({ ...buckets, measure: 'spans', groupBy: 'model_id' })],
    ['series: p95 by model', () => reader.spanTimeseries({ ...buckets, measure: 'duration_p95', groupBy: 'model_id' })],
    ['series: cost by model', () => reader.spanTimeseries({ ...buckets, measure: 'cost', groupBy: 'model_id' })],
    [
      'series: tokens by service',
      () => reader.spanTimeseries({ ...buckets, measure: 'input_tokens', groupBy: 'service_name' }),
    ],
    [
      'series: cost by user, hours',
      () => reader.spanTimeseries({ ...buckets, bucketSeconds: 3_600, measure: 'cost', groupBy: 'user_id' }),
    ],
    ['series: traces', () => reader.spanTimeseries({ ...buckets, measure: 'traces' })],
    ['series: traces by provider', () => reader.spanTimeseries({ ...buckets, measure: 'traces', groupBy: 'provider' })],
    ['series: errors by user', () => reader.spanTimeseries({ ...buckets, measure: 'errors', groupBy: 'user_id' })],
    ['series: spans, 30 s', () => reader.spanTimeseries({ ...buckets, bucketSeconds: 30, measure: 'spans' })],
  ]
}
