import { durationsIn } from '~/ui/charts/value-scale.ts'

/** A stretch in which no span was at work, drawn narrow. Milliseconds from the trace's start; `at` and `width` in percent. */
export interface Fold {
  fromMs: number
  toMs: number
  at: number
  width: number
}

export interface TimeScale {
  /** Where a moment stands, 0 to 100. */
  percent(ms: number): number
  folds: readonly Fold[]
  ticks: readonly { ms: number; at: number }[]
  /** From one tick to the next, where none between them is hidden. */
  stepMs: number
}

interface Interval {
  startMs: number
  endMs: number
}

const FOLD_WIDTH = 4
const FOLD_SHARE = 0.2
const { roundStep } = durationsIn(1)

/**
 * Time to percent of the timeline. With `foldIdle`, each gap of more than a fifth of the trace in which no span of `busy` ran is
 * folded to 4 % of the width.
 */
export function timeScale(durationMs: number, busy: readonly Interval[], foldIdle: boolean): TimeScale {
  const total = Math.max(durationMs, 1e-6)
  const gaps = foldIdle ? idleGaps(total, busy) : []
  const idle = gaps.reduce((sum, gap) => sum + gap.endMs - gap.startMs, 0)
  const perMs = (100 - FOLD_WIDTH * gaps.length) / (total - idle)
  const folds: Fold[] = []
  let before = 0
  for (const gap of gaps) {
    folds.push({
      fromMs: gap.startMs,
      toMs: gap.endMs,
      at: (gap.startMs - before) * perMs + folds.length * FOLD_WIDTH,
      width: FOLD_WIDTH,
    })
    before += gap.endMs - gap.startMs
  }
  const percent = (ms: number) => percentOf(Math.min(Math.max(ms, 0), total), perMs, folds)
  const stepMs = roundStep((total - idle) / 4)
  return { percent, folds, ticks: ticksOf(total, stepMs, percent, folds), stepMs }
}

function percentOf(ms: number, perMs: number, folds: readonly Fold[]): number {
  let at = ms * perMs
  for (const fold of folds) {
    const skipped = Math.min(Math.max(ms - fold.fromMs, 0), fold.toMs - fold.fromMs)
    at += skipped * (fold.width / (fold.toMs - fold.fromMs) - perMs)
  }
  return Math.min(at, 100)
}

function idleGaps(totalMs: number, busy: readonly Interval[]): Interval[] {
  const gaps: Interval[] = []
  let until = 0
  for (const { startMs, endMs } of [...busy].sort((a, b) => a.startMs - b.startMs)) {
    if (startMs - until > totalMs * FOLD_SHARE) gaps.push({ startMs: until, endMs: startMs })
    until = Math.max(until, endMs)
  }
  return gaps
}

function ticksOf(
  totalMs: number,
  step: number,
  percent: (ms: number) => number,
  folds: readonly Fold[],
): { ms: number; at: number }[] {
  const ticks: { ms: number; at: number }[] = []
  for (let ms = 0; ms <= totalMs && ticks.length < 200; ms += step) {
    const hidden = folds.some((fold) => ms > fold.fromMs - step * 0.2 && ms < fold.toMs + step * 0.2)
    const at = percent(ms)
    const last = ticks.at(-1)
    if (!hidden && (last === undefined || at - last.at > 8)) ticks.push({ ms, at })
  }
  return ticks
}
