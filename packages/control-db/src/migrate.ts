import { fileURLToPath } from 'node:url'
import { type Logger, PyflareError } from '@pyflare/observe'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

/** The same from src/ and from dist/. */
const MIGRATIONS = fileURLToPath(new URL('../drizzle', import.meta.url))

/** Any number, as long as nothing else in the database locks it. */
const LOCK = '31653294917971557'

/**
 * Applies the migrations that are missing, on a connection of its own, one process at a time; the others wait.
 * Rejects with `unavailable` when the database does not answer or the lock is not free within two minutes.
 */
export async function migrateUnderLock(url: string, logger: Logger): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    // Building an index may take long; waiting for a lock of someone's query may not.
    statement_timeout: 10 * 60_000,
    lock_timeout: 120_000,
    application_name: 'pyflare-migrate',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS })
    logger.debug({}, 'The control database has the newest schema.')
  } catch (cause) {
    throw new PyflareError(
      'unavailable',
      `The control database could not be brought to the newest schema: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  } finally {
    // The lock goes with the connection.
    await client.end().catch(() => undefined)
  }
}
