import type { AppRouter } from '@pyflare/api'
import type { inferRouterOutputs } from '@trpc/server'

export type Normalization = inferRouterOutputs<AppRouter>['normalization']['get']
export type Run = Normalization['runs'][number]
export type ChangedColumn = Run['columns'][number]

export type NormalizationAnswer = { error: string } | { done: 'started' } | { done: 'cancelled' }

export const RANGES = [
  { value: 'all', label: 'All spans', hours: undefined },
  { value: '24h', label: 'Last 24 hours', hours: 24 },
  { value: '7d', label: 'Last 7 days', hours: 168 },
  { value: '30d', label: 'Last 30 days', hours: 720 },
] as const
export type Range = (typeof RANGES)[number]['value']

/** Where a range begins, as the API wants it; undefined for all there is. */
export function startOf(range: unknown, nowMs: number): string | undefined {
  const hours = RANGES.find(({ value }) => value === range)?.hours
  return hours === undefined ? undefined : new Date(nowMs - hours * 3_600_000).toISOString()
}

/** Spans that rules older than those of now read last. */
export function outdatedSpans({ versions, current_version }: Normalization): number {
  return versions.reduce((sum, { version, spans }) => (version < current_version ? sum + spans : sum), 0)
}

export function isOpen(run: Run | undefined): run is Run {
  return run !== undefined && run.finished_at === null
}
