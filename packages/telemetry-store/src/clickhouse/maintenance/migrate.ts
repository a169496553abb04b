import { readdir, readFile } from 'node:fs/promises'
import { SCHEMA_URL } from '../../package-files.ts'
import type { Connection } from '../connection.ts'

/**
 * Brings the database to the newest version: the files of schema/, in order of their numbers, each once.
 *
 * ClickHouse has no transactions over statements, so two processes may run the same file at once, and one may stop half
 * way. Every statement of a migration is therefore repeatable (`IF NOT EXISTS`), and a file is recorded when all of it ran.
 */
export async function migrate(server: Connection, database: string, connection: Connection): Promise<void> {
  await server.command({
    name: 'create database',
    sql: 'CREATE DATABASE IF NOT EXISTS {database:Identifier}',
    params: { database },
  })
  await connection.command({ name: 'create schema_migrations', sql: CREATE_MIGRATIONS, params: {} })
  const done = await connection.rows<{ version: number }>({ name: 'read migrations', sql: READ_MIGRATIONS, params: {} })
  const applied = new Set(done.map((row) => row.version))
  for (const file of await migrationFiles()) {
    if (applied.has(file.version)) continue
    for (const [index, sql] of file.statements.entries()) {
      await connection.command({ name: `migration ${file.name}, statement ${index + 1}`, sql, params: {} })
    }
    await connection.command({ name: 'record migration', sql: RECORD_MIGRATION, params: { ...file.key } })
  }
}

const CREATE_MIGRATIONS = `CREATE TABLE IF NOT EXISTS schema_migrations
(version UInt32, name String, applied_at DateTime('UTC') DEFAULT now())
ENGINE = ReplacingMergeTree ORDER BY version`

const READ_MIGRATIONS = 'SELECT DISTINCT version FROM schema_migrations'

const RECORD_MIGRATION = 'INSERT INTO schema_migrations (version, name) SELECT {version:UInt32}, {name:String}'

async function migrationFiles() {
  const names = (await readdir(SCHEMA_URL)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const version = Number(name.slice(0, 4))
      const text = await readFile(new URL(name, SCHEMA_URL), 'utf8')
      const statements = text.split(/;\s*$/m).filter((statement) => statement.trim() !== '')
      return { version, name, statements, key: { version, name } }
    }),
  )
}
