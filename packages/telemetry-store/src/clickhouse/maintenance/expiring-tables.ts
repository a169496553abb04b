import type { RetentionCutoffs } from '../../telemetry-store.ts'

export interface ExpiringTable {
  table: string
  signal: keyof RetentionCutoffs
  /** Which of a project's rows are older than `{before}`, a DateTime64(9). */
  expired: string
}

/**
 * What retention deletes. The ledger and its sums are not here: they are money, and stay when the telemetry they came
 * from is gone. Nor are alert transitions, which are a record of what people were told.
 */
export const EXPIRING_TABLES: readonly ExpiringTable[] = [
  { table: 'spans', signal: 'traces', expired: 'start_time < {before}' },
  { table: 'trace_index', signal: 'traces', expired: 'start_time < {before}' },
  // A trace that is settled once more as it expires must still find whom it repeats.
  { table: 'response_claims', signal: 'traces', expired: 'time < {before} - INTERVAL 1 DAY' },
  { table: 'span_patches', signal: 'traces', expired: 'time < {before}' },
  { table: 'renormalized_spans', signal: 'traces', expired: 'time < {before}' },
  { table: 'spans_by_minute', signal: 'traces', expired: 'minute < toStartOfMinute({before})' },
  { table: 'trace_extents', signal: 'traces', expired: `record = 'span' AND last_time < {before}` },
  { table: 'evaluations', signal: 'traces', expired: 'time < {before}' },
  { table: 'dead_letters', signal: 'traces', expired: 'failed_at < {before}' },
  { table: 'intake_by_minute', signal: 'traces', expired: 'minute < toStartOfMinute({before})' },
  { table: 'logs', signal: 'logs', expired: 'time < {before}' },
  { table: 'trace_extents', signal: 'logs', expired: `record != 'span' AND last_time < {before}` },
  { table: 'metrics', signal: 'metrics', expired: 'time < {before}' },
  { table: 'metrics_by_hour', signal: 'metrics', expired: 'hour < toStartOfHour({before})' },
]
