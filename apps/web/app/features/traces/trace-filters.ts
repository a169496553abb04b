/** What narrows the list of traces, as the address holds it: one parameter each. */
export interface TraceFilters {
  text: string
  status: '' | 'ok' | 'error'
  service: string
  model: string
  name: string
  environment: string
  user: string
  session: string
  release: string
  tag: string
  minMs: string
  minCost: string
}

export type TraceSort = 'start_time' | 'duration' | 'cost' | 'tokens'

const NAMES = [
  'text',
  'service',
  'model',
  'name',
  'environment',
  'user',
  'session',
  'release',
  'tag',
  'minMs',
  'minCost',
] as const
const SORTS: readonly TraceSort[] = ['start_time', 'duration', 'cost', 'tokens']

export const FILTER_NAMES: readonly (keyof TraceFilters)[] = ['status', ...NAMES]

/** Words for a filter beside its value: "user ann-3". */
export const FILTER_WORDS: Record<keyof TraceFilters, string> = {
  text: 'text',
  status: 'status',
  service: 'service',
  model: 'model',
  name: 'name',
  environment: 'environment',
  user: 'user',
  session: 'session',
  release: 'release',
  tag: 'tag',
  minMs: 'longer than, ms',
  minCost: 'dearer than, $',
}

/** What is no value of a filter is read as no filter. */
export function readFilters(params: URLSearchParams): TraceFilters {
  const status = params.get('status')
  const values = Object.fromEntries(NAMES.map((name) => [name, params.get(name) ?? ''])) as Record<
    (typeof NAMES)[number],
    string
  >
  return {
    ...values,
    minMs: numberOf(values.minMs) === undefined ? '' : values.minMs,
    minCost: numberOf(values.minCost) === undefined ? '' : values.minCost,
    status: status === 'ok' || status === 'error' ? status : '',
  }
}

export function readSort(params: URLSearchParams): TraceSort {
  return SORTS.find((sort) => sort === params.get('sort')) ?? 'start_time'
}

/** The filters as `traces.list` asks for them. */
export function apiFilters(filters: TraceFilters) {
  return {
    text: filters.text || undefined,
    status: filters.status || undefined,
    service: filters.service || undefined,
    model_id: filters.model || undefined,
    name: filters.name || undefined,
    environment: filters.environment || undefined,
    user_id: filters.user || undefined,
    session_id: filters.session || undefined,
    release: filters.release || undefined,
    tag: filters.tag || undefined,
    min_duration_ms: numberOf(filters.minMs),
    min_cost_usd: numberOf(filters.minCost),
  }
}

/** The filters that are set, in the order of their names. */
export function activeFilters(filters: TraceFilters): { name: keyof TraceFilters; value: string }[] {
  return FILTER_NAMES.flatMap((name) => (filters[name] === '' ? [] : [{ name, value: filters[name] }]))
}

function numberOf(text: string): number | undefined {
  const number = text === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) && number >= 0 ? number : undefined
}
