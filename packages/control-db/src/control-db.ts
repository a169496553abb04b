import { type Logger, PyflareError } from '@pyflare/observe'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { migrateUnderLock } from './migrate.ts'
import * as schema from './schema/index.ts'

export type ControlDatabase = NodePgDatabase<typeof schema>

/** The database of people, projects, keys and rules. */
export interface ControlDb {
  readonly db: ControlDatabase
  /** Brings the schema to the newest version. Safe to call from several processes at once. */
  migrate(): Promise<void>
  /** Resolves when the database answers; rejects with `unavailable` where it does not within some seconds. */
  ping(): Promise<void>
  /** Waits for running queries and closes the connections. */
  close(): Promise<void>
}

export interface ControlDbOptions {
  /** `postgres://user:password@host:port/database`. Never logged. */
  url: string
  logger: Logger
  /** Connections at most. Default 10. */
  maxConnections?: number
}

const PING_MS = 3_000

/** Connects lazily: the first query opens the first connection. Every statement ends within 15 seconds. */
export function openControlDb({ url, logger, maxConnections = 10 }: ControlDbOptions): ControlDb {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    // The server's own limit comes first; this one is for a server that is gone without a word.
    query_timeout: 20_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    application_name: 'pyflare',
  })
  listenForErrors(pool, logger)
  const db = drizzle(pool, { schema })
  return {
    db,
    migrate: () => migrateUnderLock(url, logger),
    async ping() {
      await pool.query({ text: 'select 1', query_timeout: PING_MS } as pg.QueryConfig).catch((cause: unknown) => {
        throw new PyflareError('unavailable', 'The control database does not answer: check that PostgreSQL runs.', {
          cause,
        })
      })
    },
    close: () => pool.end(),
  }
}

/**
 * A connection that breaks while nobody uses it, or after the pool has let go of it, emits an error that would end the
 * process. The next query opens another connection, so a line in the log is enough.
 */
function listenForErrors(pool: pg.Pool, logger: Logger): void {
  pool.on('error', (error) => logger.debug({ err: error }, 'An idle connection to the control database broke.'))
  pool.on('connect', (client) => client.on('error', () => undefined))
}
