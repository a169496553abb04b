export type Status = 'ok' | 'warn' | 'error' | 'unknown'

export const STATUSES: readonly Status[] = ['ok', 'warn', 'error', 'unknown']

/** What a mark says aloud. A thing that went wrong has failed; it never "errored". */
export const STATUS_WORDS: Record<Status, string> = {
  ok: 'ok',
  warn: 'warning',
  error: 'failed',
  unknown: 'unknown',
}

/** A span's own status as a mark. OpenTelemetry leaves most spans that went well `unset`. */
export function statusOfSpan(status: string): Status {
  return status === 'error' ? 'error' : 'ok'
}

/** A trace's mark: failed, or went well although something in it failed. */
export function statusOfTrace({ status, error_count }: { status: string; error_count: number }): Status {
  if (status === 'error') return 'error'
  return error_count > 0 ? 'warn' : 'ok'
}
