import type { AppRouter } from '@pyflare/api'
import type { inferRouterOutputs } from '@trpc/server'

type Outputs = inferRouterOutputs<AppRouter>

export type ProjectSettings = Outputs['project']['get']
export type Retention = ProjectSettings['retention']
export type RetentionRun = ProjectSettings['retention_runs'][number]
export type TableUsage = ProjectSettings['usage'][number]
export type ProjectKey = Outputs['keys']['list']['keys'][number]

export type Signal = keyof Retention
export const SIGNALS: readonly { id: Signal; label: string }[] = [
  { id: 'traces', label: 'Traces' },
  { id: 'metrics', label: 'Metrics' },
  { id: 'logs', label: 'Logs' },
]

/** What an action of these pages answers; `intent` says which form it was. */
export type ActionAnswer =
  | { error: string }
  | { done: 'saved' }
  | { done: 'started'; jobId: string }
  | { done: 'created'; name: string; secret: string }
  | { done: 'revoked' }

type Scope = ProjectKey['scopes'][number]

/** The scopes that a form field names, parted by spaces; what is none of them is left out. */
export function scopesOf(field: unknown): Scope[] {
  const named = typeof field === 'string' ? field.split(' ') : []
  return named.filter((word): word is Scope => word === 'ingest' || word === 'read')
}
