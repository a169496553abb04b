import type { Ingestion } from '~/api/rows.ts'

export type Signal = Ingestion['signal']

interface SignalWords {
  value: Signal
  label: string
  /** What one item is called. */
  noun: string
}

export const SIGNALS: readonly SignalWords[] = [
  { value: 'traces', label: 'Spans', noun: 'span' },
  { value: 'logs', label: 'Logs', noun: 'log record' },
  { value: 'metrics', label: 'Metrics', noun: 'data point' },
]

/** The signal that an address asks for. */
export function readSignal(params: URLSearchParams): Signal {
  const asked = params.get('signal')
  return SIGNALS.find(({ value }) => value === asked)?.value ?? 'traces'
}

export function nounOf(signal: Signal): string {
  return SIGNALS.find(({ value }) => value === signal)?.noun ?? 'span'
}
