import type { Runtime } from '@pyflare/runtime'

type Part = 'control database' | 'telemetry store'

/** Parts that pages need and that do not answer; none where all do. */
export async function partsAway({ access, telemetry }: Runtime): Promise<Part[]> {
  const pings: readonly (readonly [Part, Promise<void>])[] = [
    ['control database', access.ping()],
    ['telemetry store', telemetry.maintenance.ping()],
  ]
  const answers = await Promise.allSettled(pings.map(([, ping]) => ping))
  return pings.flatMap(([part], at) => (answers[at]?.status === 'fulfilled' ? [] : [part]))
}
