const STEPS = [1, 2, 2.5, 5, 10]

/** Ticks from zero (or below it) past the largest value: steps of 1, 2, 2.5 or 5 times a power of ten, about `count` of them. */
export function valueTicks(lowest: number, highest: number, count = 3): number[] {
  const low = Math.min(0, lowest)
  const high = Math.max(0, highest)
  if (!Number.isFinite(high - low) || high === low) return [0, 1]
  const raw = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = (STEPS.find((it) => it * power >= raw * (1 - 1e-9)) ?? 10) * power
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
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
