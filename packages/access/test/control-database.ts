import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ControlDb, openControlDb, startEmbeddedPostgres } from '@pyflare/control-db'
import { createLogger } from '@pyflare/observe'

export const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })

export interface TestDatabase extends AsyncDisposable {
  readonly url: string
  readonly controlDb: ControlDb
  /** Ends the server and keeps its data. */
  stopServer(): Promise<void>
}

/** A migrated control database of its own, in a PostgreSQL of its own. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pyflare-access-'))
  const server = await startEmbeddedPostgres({ dataDir, logger })
  const controlDb = openControlDb({ url: server.url, logger })
  await controlDb.migrate()
  return {
    url: server.url,
    controlDb,
    stopServer: () => server.stop(),
    async [Symbol.asyncDispose]() {
      await controlDb.close()
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
