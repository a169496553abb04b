import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@pyflare/observe'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openControlDb } from './control-db.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/embedded-postgres.ts'

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
let dataDir: string
let server: EmbeddedPostgres

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pyflare-control-db-'))
  server = await startEmbeddedPostgres({ dataDir, logger })
})

afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

describe('the control database', () => {
  it('is migrated by several processes at once, and again', async () => {
    const databases = Array.from({ length: 4 }, () => openControlDb({ url: server.url, logger }))
    await Promise.all(databases.map((database) => database.migrate()))
    await databases[0]!.migrate()
    const { rows } = await databases[0]!.db.execute(sql`select count(*)::int as n from drizzle.__drizzle_migrations`)
    const { default: journal } = await import('../drizzle/meta/_journal.json', { with: { type: 'json' } })
    expect(rows).toEqual([{ n: journal.entries.length }])
    await Promise.all(databases.map((database) => database.close()))
  })

  it('says in one sentence that it is not there', async () => {
    const database = openControlDb({ url: 'postgres://pyflare:secret@127.0.0.1:1/pyflare', logger })
    const refused = { code: 'unavailable', message: expect.not.stringContaining('secret') }
    await expect(database.migrate()).rejects.toMatchObject(refused)
    await expect(database.ping()).rejects.toMatchObject(refused)
    await database.close()
  })

  it('ends a statement that takes too long', async () => {
    const database = openControlDb({ url: server.url, logger })
    const { rows } = await database.db.execute(sql`show statement_timeout`)
    expect(rows).toEqual([{ statement_timeout: '15s' }])
    await database.close()
  })

  it('outlives the end of the server and finds it again', async () => {
    const database = openControlDb({ url: server.url, logger })
    await database.ping()
    await server.stop()
    await expect(database.ping()).rejects.toMatchObject({ code: 'unavailable' })
    server = await startEmbeddedPostgres({ dataDir, port: Number(new URL(server.url).port), logger })
    await database.ping()
    await database.close()
  })
})
