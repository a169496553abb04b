import type { ApiCaller } from '@pyflare/api'
import { expect, vi } from 'vitest'

/** Waits until a service's trace, metric and log are on their pages, says how long that took, and returns the first of each. */
export async function becomesVisible(what: string, page: ApiCaller, service: string) {
  const startedAt = performance.now()
  const found = await vi.waitFor(
    async () => {
      const [{ traces }, { metrics }, { logs }] = await Promise.all([
        page.traces.list({ service }),
        page.metrics.list({ service }),
        page.logs.list({ service }),
      ])
      expect([traces.length, metrics.length, logs.length]).toEqual([1, 1, 1])
      return { trace: traces[0], metric: metrics[0], log: logs[0] }
    },
    { timeout: 20_000, interval: 20 },
  )
  process.stdout.write(`    ${what}: on the pages after ${Math.round(performance.now() - startedAt)} ms\n`)
  return found
}
