import type { Config } from '@pyflare/config'
import type { Logger } from '@pyflare/observe'
import { probeServers } from '@pyflare/runtime'
import { broken, type Check, type Finding, fine } from './finding.ts'

/** A first start makes a database, which takes a slow machine a while. */
const WITHIN_MS = 120_000

/** Starts the embedded servers in a folder of their own, or asks those that the configuration names. */
export function servers(logger: Logger): Check[] {
  const check = (name: string, which: keyof ReturnType<typeof probeServers>): Check => ({
    name,
    needs: ['Platform', 'Temp folder'],
    withinMs: WITHIN_MS,
    look: (config: Config) => judge(() => probeServers(config, { logger })[which]()),
  })
  return [check('ClickHouse', 'telemetryStore'), check('PostgreSQL', 'controlDb')]
}

async function judge(probe: () => Promise<string>): Promise<Finding> {
  try {
    return fine(await probe())
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error))
  }
}
