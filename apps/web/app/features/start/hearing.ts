/** What the waiting page knows of `ingest.status`. */
export interface IngestStatus {
  extent: Record<'traces' | 'logs' | 'metrics', { oldest: string; newest: string } | null>
  lag: { messages: number; age_ms: number } | null
}

export type Heard =
  | { kind: 'nothing' }
  | { kind: 'on_its_way'; messages: number }
  | { kind: 'other_signal'; signals: ('logs' | 'metrics')[] }
  | { kind: 'span'; newest: string }

/** What has come in since the page was opened: a span is one that is newer than any before. */
export function hearingOf(status: IngestStatus | undefined, newestBefore: string | null): Heard {
  if (status === undefined) return { kind: 'nothing' }
  const newest = status.extent.traces?.newest
  if (newest !== undefined && newest !== newestBefore) return { kind: 'span', newest }
  if (status.lag !== null && status.lag.messages > 0) return { kind: 'on_its_way', messages: status.lag.messages }
  const signals = (['logs', 'metrics'] as const).filter((signal) => status.extent[signal] !== null)
  return signals.length > 0 && newestBefore === null ? { kind: 'other_signal', signals } : { kind: 'nothing' }
}

/** `00:42`, `12:05`, `1:00:05` */
export function elapsedOf(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return seconds < 3600 ? clock : `${Math.floor(seconds / 3600)}:${clock}`
}
