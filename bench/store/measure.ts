import type { BenchStore } from './bench-store.ts'

export interface Timing {
  name: string
  medianMs: number
  p95Ms: number
  /** Of the server, for one run. Unlike the clock it does not see what else the machine does. */
  cpuMs: number
  /** How many rows came back: a query that found nothing measures nothing. */
  rows: number
}

const WARM_UPS = 2

/** Runs a query until it is warm, then so many times more, one after the other. */
export async function measure(
  bench: BenchStore,
  name: string,
  runs: number,
  query: () => Promise<unknown>,
): Promise<Timing> {
  let answer: unknown
  for (let run = 0; run < WARM_UPS; run++) answer = await query()
  const cpuBefore = await bench.cpuMs()
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now()
    await query()
    times.push(performance.now() - startedAt)
  }
  const cpuMs = ((await bench.cpuMs()) - cpuBefore) / runs
  times.sort((a, b) => a - b)
  return { name, medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95), cpuMs, rows: rowsOf(answer) }
}

function quantile(sorted: readonly number[], level: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(level * sorted.length))] ?? Number.NaN
}

function rowsOf(answer: unknown): number {
  if (typeof answer === 'number') return answer
  if (Array.isArray(answer)) return answer.length
  if (typeof answer !== 'object' || answer === null) return 0
  if ('rows' in answer && Array.isArray(answer.rows)) return answer.rows.length
  if ('series' in answer && Array.isArray(answer.series)) return answer.series.length
  return 1
}
