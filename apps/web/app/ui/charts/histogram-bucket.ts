/** What the two parts of a bar are called. */
export interface HistogramWords {
  ok: string
  failed: string
}

export const OK_OR_FAILED: HistogramWords = { ok: 'ok', failed: 'failed' }

export interface HistogramBucket {
  /** Milliseconds since 1970; the bucket ends where the next begins. */
  start: number
  ok: number
  failed: number
}
