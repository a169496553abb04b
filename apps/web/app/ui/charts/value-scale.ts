import { formatDuration } from '../format/duration.ts'
import { MINUS, NBSP } from '../format/glyphs.ts'
import { formatMoney } from '../format/money.ts'
import { formatBytes, formatCompact, formatPercent } from '../format/number.ts'
import { decimalStep, type RoundStep, roundStepOf } from './axis-steps.ts'

/** How the values of a chart are written, and where its axis has ticks. */
export interface ValueScale {
  /** A value with its unit. */
  format: (value: number) => string
  roundStep: RoundStep
  /** A tick, when ticks are a step apart: as many digits for all, and no more than the step needs. */
  formatTick: (value: number, step: number) => string
}

export const COUNTS: ValueScale = {
  format: formatCompact,
  roundStep: decimalStep,
  formatTick: (value, step) => {
    const [size, unit] = THOUSANDS.find(([least]) => Math.abs(value) >= least) ?? [1, '']
    return signed(value, (count) => (count / size).toFixed(decimalsOf(step / size)) + unit)
  },
}

const THOUSANDS: [size: number, unit: string][] = [
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
]

/** Counts of something whose unit has a symbol. */
export function countsOf(symbol: string): ValueScale {
  const unit = NBSP + symbol
  return {
    ...COUNTS,
    format: (value) => COUNTS.format(value) + unit,
    formatTick: (value, step) => COUNTS.formatTick(value, step) + unit,
  }
}

/** Percent: 100 is all. */
export const PERCENT: ValueScale = {
  format: (value) => formatPercent(value / 100),
  roundStep: decimalStep,
  formatTick: (value, step) => `${fixed(value, step)}${NBSP}%`,
}

export const MONEY: ValueScale = {
  format: formatMoney,
  roundStep: decimalStep,
  formatTick: (value, step) => {
    const digits = decimalsOf(step)
    return signed(value, (amount) => `$${amount.toFixed(digits === 1 ? 2 : digits)}`)
  },
}

const BYTE_STEP = roundStepOf(1024, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024])

/** Bytes are counted in powers of two, and so are the steps of their axis. */
export const BYTES: ValueScale = {
  format: formatBytes,
  roundStep: (least) => Math.max(1, BYTE_STEP(least)),
  formatTick: (value) => signed(value, formatBytes).replace('.0', ''),
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440].map((minutes) => minutes * MINUTE)

/** Durations, counted in a unit of so many milliseconds. From a minute on their steps are those of a clock. */
export function durationsIn(unitMs: number): ValueScale {
  return {
    format: (value) => formatDuration(value * unitMs),
    roundStep: (least) => durationStep(least * unitMs) / unitMs,
    formatTick: (value, step) => formatDurationTick(value * unitMs, step * unitMs),
  }
}

function durationStep(leastMs: number): number {
  if (leastMs <= 30 * SECOND) return leastMs < SECOND ? decimalStep(leastMs) : decimalStep(leastMs / SECOND) * SECOND
  return CLOCK_STEPS.find((step) => step >= leastMs) ?? decimalStep(leastMs / DAY) * DAY
}

function formatDurationTick(ms: number, stepMs: number): string {
  const reach = stepMs < MINUTE ? Math.min(Math.abs(ms), SECOND) : stepMs
  const [size, unit] = TICK_UNITS.find(([least]) => reach >= least) ?? [0.001, 'µs']
  return `${fixed(ms / size, stepMs / size)}${NBSP}${unit}`
}

const TICK_UNITS: [ms: number, unit: string][] = [
  [DAY, 'd'],
  [HOUR, 'h'],
  [MINUTE, 'min'],
  [SECOND, 's'],
  [1, 'ms'],
]

/** A value with the digits after the point that its step has. */
function fixed(value: number, step: number): string {
  return signed(value, (size) => size.toFixed(decimalsOf(step)))
}

function decimalsOf(step: number): number {
  const digits = Array.from({ length: 12 }, (_, count) => count)
  return digits.find((count) => Number(step.toFixed(count)) === Number(step.toPrecision(6))) ?? 12
}

function signed(value: number, write: (size: number) => string): string {
  return value < 0 ? MINUS + write(-value) : write(value)
}
