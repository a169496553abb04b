import type { Attributes } from '@opentelemetry/api'

/** A span to be told. Durations are milliseconds; children run one after the other, `waitMs` after what came before. */
export interface SpanPlan {
  name: string
  kind: 'internal' | 'client' | 'server'
  attributes: Attributes
  /** The span's own work after its children. For one without children: its whole duration. */
  selfMs: number
  waitMs?: number
  error?: { type: string; message: string }
  logs?: readonly LogPlan[]
  /** What somebody thought of it when it was done. */
  evaluations?: readonly EvaluationPlan[]
  children?: readonly SpanPlan[]
}

export interface LogPlan {
  severity: 'INFO' | 'WARN' | 'ERROR'
  body: string
  attributes?: Attributes
}

export interface EvaluationPlan {
  name: string
  score: number
  label: string
  explanation: string
}

/** One trace of one service. */
export interface TracePlan {
  service: string
  release: string
  environment: string
  root: SpanPlan
}

export function durationOf(span: SpanPlan): number {
  return (span.children ?? []).reduce((sum, child) => sum + (child.waitMs ?? 0) + durationOf(child), span.selfMs)
}
