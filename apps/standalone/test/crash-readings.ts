import type { Announcement } from './spawned-platform.ts'

type Ask = <Answer>(path: string, query?: Record<string, string>) => Promise<Answer>

/** Asks the REST API with the project's key. */
export function ask({ url, project_key }: Announcement): Ask {
  return async <Answer>(path: string, query: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/api/v1${path}?${new URLSearchParams(query)}`, {
      headers: { 'x-api-key': project_key ?? '' },
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Answer
  }
}

/** The same spans, counted in every place where they are counted. */
export interface Counts {
  traceIds: string[]
  /** Summed over the rows of the trace index. */
  indexed: number
  /** In the roll-up of services. */
  ofService: number
  /** In the roll-up of time series. */
  inSeries: number
  /** Model calls and dollars in the ledger. */
  calls: number
  costUsd: number
}

interface TraceOfList {
  trace_id: string
  span_count: number
}

export async function readCounts(read: Ask, service: string): Promise<Counts> {
  const traces = await listTraces(read, service)
  const { services } = await read<{ services: { service_name: string; spans: number }[] }>('/services')
  const { series } = await read<{ series: { points: { value: number | null }[] }[] }>('/metrics/timeseries', {
    name: 'pyflare.spans',
  })
  const { models } = await read<{ models: { calls: number; cost_usd: number | null }[] }>('/models')
  const sum = (numbers: (number | null)[]) => numbers.reduce<number>((total, value) => total + (value ?? 0), 0)
  return {
    traceIds: traces.map(({ trace_id }) => trace_id),
    indexed: sum(traces.map(({ span_count }) => span_count)),
    ofService: sum(services.filter(({ service_name }) => service_name === service).map(({ spans }) => spans)),
    inSeries: sum(series.flatMap(({ points }) => points.map(({ value }) => value))),
    calls: sum(models.map(({ calls }) => calls)),
    costUsd: sum(models.map(({ cost_usd }) => cost_usd)),
  }
}

/** The trace that each evaluation judges, as often as there are evaluations. */
export async function readJudged(read: Ask): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: Record<string, string> = { name: 'relevance', limit: '1000', ...(cursor && { cursor }) }
    const page: { evaluations: { trace_id: string }[]; next_cursor: string | null } = await read('/evaluations', query)
    found.push(...page.evaluations.map(({ trace_id }) => trace_id))
    cursor = page.next_cursor
  }
  return found
}

/** Ids of span rows by trace. */
export async function readSpans(read: Ask, traceIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  const waiting = [...traceIds]
  const reader = async () => {
    for (let traceId = waiting.pop(); traceId !== undefined; traceId = waiting.pop()) {
      const spans = await read<{ span_id: string }[]>(`/traces/${traceId}/spans`)
      found.set(
        traceId,
        spans.map(({ span_id }) => span_id),
      )
    }
  }
  await Promise.all(Array.from({ length: 4 }, reader))
  return found
}

async function listTraces(read: Ask, service: string): Promise<TraceOfList[]> {
  const found: TraceOfList[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: Record<string, string> = { service, limit: '1000', ...(cursor && { cursor }) }
    const page: { traces: TraceOfList[]; next_cursor: string | null } = await read('/traces', query)
    found.push(...page.traces)
    cursor = page.next_cursor
  }
  return found
}
