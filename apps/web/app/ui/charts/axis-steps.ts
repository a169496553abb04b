/** The smallest round step that is no smaller than what is asked. */
export type RoundStep = (least: number) => number

/** Steps that are one of `factors`, 1 and `base` among them, times a power of `base`. */
export function roundStepOf(base: number, factors: readonly number[]): RoundStep {
  return (least) => {
    const power = base ** Math.floor(Math.log(least) / Math.log(base) + 1e-9)
    return (factors.find((factor) => factor * power >= least * (1 - 1e-9)) ?? base) * power
  }
}

export const decimalStep = roundStepOf(10, [1, 2, 2.5, 5, 10])

/** Where an axis has ticks, from zero (or below it) past the largest value: about `count` steps. Zero alone where all is zero. */
export function valueTicks(
  lowest: number,
  highest: number,
  { roundStep = decimalStep, count = 3 }: { roundStep?: RoundStep; count?: number } = {},
): { ticks: number[]; step: number } {
  const low = Math.min(0, lowest)
  const high = Math.max(0, highest)
  if (!Number.isFinite(high - low) || high === low) return { ticks: [0], step: 1 }
  const step = roundStep((high - low) / count)
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step - 1e-9)
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)))
  return { ticks, step }
}

const MINUTE = 60_000
const TIME_STEPS = [
  1_000,
  5_000,
  15_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
  120 * MINUTE,
  180 * MINUTE,
  240 * MINUTE,
  360 * MINUTE,
  720 * MINUTE,
  1_440 * MINUTE,
  2_880 * MINUTE,
  10_080 * MINUTE,
]

/** Round moments (UTC) inside a range, `most` at the most. Milliseconds since 1970 in and out. */
export function timeTicks(from: number, to: number, most = 6): number[] {
  const ideal = (to - from) / most
  const step = TIME_STEPS.find((it) => it >= ideal) ?? Math.ceil(ideal / (10_080 * MINUTE)) * 10_080 * MINUTE
  const first = Math.ceil(from / step) * step
  const ticks: number[] = []
  for (let at = first; at <= to && ticks.length <= most; at += step) ticks.push(at)
  return ticks
}
