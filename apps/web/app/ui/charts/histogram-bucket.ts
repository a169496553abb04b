export interface HistogramBucket {
  /** Milliseconds since 1970; the bucket ends where the next begins. */
  start: number
  ok: number
  failed: number
}
