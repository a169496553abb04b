import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@pyflare/observe'
import { type ClickHouseStoreOptions, openClickHouseStore } from '../clickhouse/open-clickhouse-store.ts'
import { type EmbeddedServer, startEmbeddedServer } from '../embedded-server/start-embedded-server.ts'
import type { TelemetryStore } from '../telemetry-store.ts'

export const SILENT = createLogger({ level: 'silent', pretty: false, descriptor: 2 })

export interface TestStore {
  server: EmbeddedServer
  store: TelemetryStore
  options: ClickHouseStoreOptions
  close(): Promise<void>
}

/** A migrated store on a server and in a folder of its own: ClickHouse 26.7, started through chDB's library. */
export async function openTestStore(limits: ClickHouseStoreOptions['limits'] = {}): Promise<TestStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pyflare-store-'))
  const server = await startEmbeddedServer({ dataDir, logger: SILENT })
  const options: ClickHouseStoreOptions = {
    url: server.url,
    headers: server.headers,
    ...server.writer,
    readAccount: server.reader,
    database: server.database,
    logger: SILENT,
    limits,
  }
  const store = openClickHouseStore(options)
  await store.maintenance.migrate()
  const close = async () => {
    await store.close()
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { server, store, options, close }
}

/** Statements of a test's own, to look at tables as they are. Parameters are in ClickHouse's own text form. */
export async function sql<Row>(
  { server }: TestStore,
  query: string,
  params: Readonly<Record<string, string>> = {},
): Promise<Row[]> {
  const address = new URL(server.url)
  address.searchParams.set('database', server.database)
  address.searchParams.set('default_format', 'JSONEachRow')
  address.searchParams.set('output_format_json_quote_64bit_integers', '1')
  for (const [name, value] of Object.entries(params)) address.searchParams.set(`param_${name}`, value)
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      ...server.headers,
      'X-ClickHouse-User': server.writer.username,
      'X-ClickHouse-Key': server.writer.password,
    },
    body: query,
  })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row)
}
