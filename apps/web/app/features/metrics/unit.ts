import { BYTES, COUNTS, countsOf, durationsIn, MONEY, PERCENT, type ValueScale } from '~/ui/charts/value-scale.ts'

const TO_MS: Record<string, number> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000, min: 60_000, h: 3_600_000 }

/** The scale of values in the unit that their metric has (UCUM, as OpenTelemetry writes units). */
export function valueScale(unit: string): ValueScale {
  const unitMs = TO_MS[unit]
  if (unitMs !== undefined) return durationsIn(unitMs)
  if (unit === 'By') return BYTES
  if (unit === 'USD') return MONEY
  if (unit === '%') return PERCENT
  return unit === '' || unit === '1' || unit.startsWith('{') ? COUNTS : countsOf(unit)
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
