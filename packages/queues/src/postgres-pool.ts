import { type Logger, PyflareError } from '@pyflare/observe'
import { DEFAULT_SCHEMA, quoteSchemaName, runMigrations } from 'bullmq'
import pg from 'pg'
import { quietErrorLog } from './error-log.ts'

/**
 * The connections of all queues and workers of this process, and BullMQ's tables brought to its version. They live in a
 * schema of their own (`bullmq`), apart from the control data. Rejects with `unavailable`.
 */
export async function openPostgresPool(url: string, logger: Logger, closing: AbortSignal): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: url,
    // Each worker holds one to be told of new jobs; they are opened when they are needed.
    max: 20,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    keepAlive: true,
    application_name: 'pyflare-queues',
    options: `-c search_path=${quoteSchemaName(DEFAULT_SCHEMA)}`,
  })
  pool.on('error', quietErrorLog(logger, 'job queue', closing))
  // A connection may break after the pool let go of it; nobody listens to it then.
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    const client = await pool.connect()
    await runMigrations(client, DEFAULT_SCHEMA).finally(() => client.release())
    return pool
  } catch (cause) {
    await pool.end()
    throw new PyflareError('unavailable', 'The job queue could not be opened: check that its PostgreSQL runs.', {
      cause,
    })
  }
}
