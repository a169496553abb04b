/** What narrows the list of logs, as the address holds it. */
export interface LogFilters {
  text: string
  service: string
  /** The least severity by name; '' for all. */
  severity: SeverityName | ''
  trace: string
}

export type SeverityName = 'debug' | 'info' | 'warn' | 'error'

/** OpenTelemetry's severity numbers: each name stands for four of them. */
const NUMBERS: Record<SeverityName, number> = { debug: 5, info: 9, warn: 13, error: 17 }

export const SEVERITIES = [
  { value: '', label: 'All' },
  { value: 'info', label: 'Info' },
  { value: 'warn', label: 'Warning' },
  { value: 'error', label: 'Error' },
] as const

export function readLogFilters(params: URLSearchParams): LogFilters {
  const severity = params.get('severity') ?? ''
  return {
    text: params.get('text') ?? '',
    service: params.get('service') ?? '',
    severity: Object.hasOwn(NUMBERS, severity) ? (severity as SeverityName) : '',
    trace: /^[0-9a-f]{32}$/i.test(params.get('trace') ?? '') ? (params.get('trace') ?? '') : '',
  }
}

/** The filters as `logs.list` asks for them. */
export function apiLogFilters({ text, service, severity, trace }: LogFilters) {
  return {
    text: text || undefined,
    service: service || undefined,
    min_severity: severity === '' ? undefined : NUMBERS[severity],
    trace_id: trace || undefined,
  }
}
