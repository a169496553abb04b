import { formatDuration } from '~/ui/format/duration.ts'
import { formatMoney } from '~/ui/format/money.ts'
import { formatBytes, formatCompact, formatPercent } from '~/ui/format/number.ts'

const TO_MS: Record<string, number> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000, min: 60_000, h: 3_600_000 }

/** Writes a value in the unit that its metric has (UCUM, as OpenTelemetry writes units). */
export function valueFormat(unit: string): (value: number) => string {
  const perMs = TO_MS[unit]
  if (perMs !== undefined) return (value) => formatDuration(value * perMs)
  if (unit === 'By') return formatBytes
  if (unit === 'USD') return formatMoney
  if (unit === '%') return (value) => formatPercent(value / 100)
  const symbol = unit === '1' || unit.startsWith('{') ? '' : unit
  return (value) => (symbol === '' ? formatCompact(value) : `${formatCompact(value)} ${symbol}`)
}

/** What is counted, for a chart's subtitle: `tokens`; '' where values carry their unit themselves. */
export function unitWords(unit: string): string {
  const word = /^\{(.+)\}$/.exec(unit)?.[1]
  return word === undefined ? '' : `${word}s`
}

const NAMES: Record<string, string> = { By: 'bytes', '1': '' }

/** A unit as people write it; '' for none. */
export function unitName(unit: string): string {
  return NAMES[unit] ?? (unitWords(unit) || unit)
}
