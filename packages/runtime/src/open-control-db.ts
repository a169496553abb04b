import { join } from 'node:path'
import type { Config } from '@pyflare/config'
import { type ControlDb, openControlDb, startEmbeddedPostgres } from '@pyflare/control-db'
import type { Logger } from '@pyflare/observe'
import type { Closing } from './closing.ts'

export interface OpenedControlDb {
  controlDb: ControlDb
  /** With the password in it: never log it. */
  url: string
}

/** The control database that the configuration names, whose schema may be old: `migrate` comes first. Its closing is added, also when this fails. */
export async function openControlData(
  { controlDb: chosen, dataDir }: Config,
  logger: Logger,
  closing: Closing,
): Promise<OpenedControlDb> {
  let url: string
  if (chosen.kind === 'embedded') {
    const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), port: chosen.port, logger })
    closing.add(() => server.stop())
    url = server.url
  } else url = chosen.url.reveal()
  const controlDb = openControlDb({ url, logger })
  closing.add(() => controlDb.close())
  return { controlDb, url }
}
