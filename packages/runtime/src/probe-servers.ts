import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '@pyflare/config'
import type { Logger } from '@pyflare/observe'
import { Closing } from './closing.ts'
import { openControlData } from './open-control-db.ts'
import { openTelemetry } from './open-telemetry.ts'

/** Says whether each server can do its work. Resolves with what was found, rejects with what is wrong and how to mend it. */
export interface ServerProbes {
  telemetryStore(): Promise<string>
  controlDb(): Promise<string>
}

/**
 * Tries the servers that the configuration names: embedded ones are started in a folder of their own and stopped again, so
 * that a running PyFlare is left alone; others are asked.
 */
export function probeServers(config: Config, { logger }: { logger: Logger }): ServerProbes {
  return {
    telemetryStore: () =>
      inScratch(config, async (scratch, closing) => {
        const embedded = config.telemetryStore.kind === 'embedded'
        const store = await openTelemetry(scratch, logger)
        closing.add(() => store.close())
        await store.maintenance.ping()
        return embedded ? 'the embedded server starts and answers' : 'answers'
      }),
    controlDb: () =>
      inScratch(config, async (scratch, closing) => {
        const embedded = config.controlDb.kind === 'embedded'
        const { controlDb } = await openControlData(scratch, logger, closing)
        await controlDb.ping()
        return embedded ? 'the embedded server starts and answers' : 'answers'
      }),
  }
}

async function inScratch(
  config: Config,
  probe: (scratch: Config, closing: Closing) => Promise<string>,
): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pyflare-probe-'))
  const closing = new Closing()
  const ownPort = config.controlDb.kind === 'embedded' ? { ...config.controlDb, port: 0 } : config.controlDb
  try {
    return await probe({ ...config, dataDir, controlDb: ownPort }, closing)
  } finally {
    await closing.run().catch((error: unknown) => void error)
    await rm(dataDir, { recursive: true, force: true })
  }
}
