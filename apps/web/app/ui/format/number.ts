import { DASH, MINUS, NBSP } from './glyphs.ts'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A count in full: `38,940`. */
export function formatCount(count: number | null | undefined): string {
  if (count === null || count === undefined || !Number.isFinite(count)) return DASH
  return whole.format(count).replace('-', MINUS)
}

/** A count short enough for a cell or an axis: `842`, `12.4k`, `526.1M`, `1.20B`. Tokens are written so too. */
export function formatCompact(count: number | null | undefined): string {
  if (count === null || count === undefined || !Number.isFinite(count)) return DASH
  if (count < 0) return `${MINUS}${formatCompact(-count)}`
  if (count > 0 && count < 0.01) return String(Number(count.toPrecision(2)))
  if (count < 999.5) return trimZero(count < 10 && !Number.isInteger(count) ? count.toFixed(2) : count.toFixed(0))
  if (count < 99_950) return `${(count / 1e3).toFixed(1)}k`
  if (count < 999_500) return `${(count / 1e3).toFixed(0)}k`
  if (count < 999_950_000) return `${(count / 1e6).toFixed(1)}M`
  return `${(count / 1e9).toFixed(2)}B`
}

/** Tokens in and out of a call, in full: `6,912 → 388`. */
export function formatInOut(input: number | null, output: number | null): string {
  return input === null && output === null ? DASH : `${formatCount(input)} → ${formatCount(output)}`
}

/** Tokens in and out of a call, short: `22.7k → 1.2k`. */
export function formatInOutCompact(input: number | null, output: number | null): string {
  return input === null && output === null ? DASH : `${formatCompact(input)} → ${formatCompact(output)}`
}

/** A share of 1 as `1.32 %`, `40 %`: two digits after the point below ten, none above. Nearly all is `99.9 %`, and not all. */
export function formatPercent(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return DASH
  const percent = share * 100
  if (percent >= 99.5 && percent < 100) return `${Math.min(percent, 99.9).toFixed(1)}${NBSP}%`
  const digits = Math.abs(percent) < 9.995 && percent !== 0 ? trimZero(percent.toFixed(2)) : percent.toFixed(0)
  return `${digits.replace('-', MINUS)}${NBSP}%`
}

/** A number and the thing it counts: `1 trace`, `192 traces`. */
export function formatCountOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(bytes) / 10))
  const scaled = bytes / 1024 ** power
  return `${power === 0 || scaled >= 100 ? scaled.toFixed(0) : scaled.toFixed(1)}${NBSP}${BYTE_UNITS[power]}`
}

function trimZero(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
}
