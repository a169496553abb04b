import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { createLogger } from '@pyflare/observe'
import {
  type EmbeddedServer,
  openClickHouseStore,
  startEmbeddedServer,
  type TelemetryStore,
} from '@pyflare/telemetry-store'

export interface BenchStore {
  server: EmbeddedServer
  store: TelemetryStore
  startMs: number
  /** A statement of the bench's own, as the account that owns the tables. */
  sql<Row>(query: string): Promise<Row[]>
  /** Processor time that the server has used so far, all threads. */
  cpuMs(): Promise<number>
  /** Memory that the server holds now, and the most that it ever held. */
  memoryMib(): Promise<{ now: number; most: number }>
  /** Resolves when no merge is going on. */
  merged(): Promise<void>
  close(): Promise<void>
}

export async function openBenchStore(dataDir: string): Promise<BenchStore> {
  const logger = createLogger({ level: 'warn', pretty: false, descriptor: 2 })
  const startedAt = performance.now()
  const server = await startEmbeddedServer({ dataDir, logger })
  const startMs = performance.now() - startedAt
  const store = openClickHouseStore({
    // Each run asks the same again, which people seldom do: what the server remembers of an earlier answer stays unused.
    url: `${server.url}/?ch_use_query_condition_cache=0`,
    headers: server.headers,
    ...server.writer,
    readAccount: server.reader,
    database: server.database,
    logger,
    onClose: () => server.stop(),
  })
  await store.maintenance.migrate()
  const sql = <Row>(query: string) => ask<Row>(server, query)
  return {
    server,
    store,
    startMs,
    sql,
    cpuMs: () => cpuMs(server.pid),
    memoryMib: () => memoryMib(server.pid),
    merged: () => merged(sql),
    close: () => store.close(),
  }
}

async function ask<Row>(server: EmbeddedServer, query: string): Promise<Row[]> {
  const address = new URL(server.url)
  address.searchParams.set('database', server.database)
  address.searchParams.set('default_format', 'JSONEachRow')
  address.searchParams.set('output_format_json_quote_64bit_integers', '0')
  const { username, password } = server.writer
  const headers = { ...server.headers, 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password }
  const response = await fetch(address, { method: 'POST', headers, body: query })
  const text = await response.text()
  if (!response.ok) throw new Error(`${text.slice(0, 1_000)}\n${query}`)
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row)
}

/** Linux counts in ticks of ten milliseconds: add up several runs before you believe a number. */
async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function memoryMib(pid: number): Promise<{ now: number; most: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024
  return { now: of('VmRSS'), most: of('VmHWM') }
}

async function merged(sql: BenchStore['sql']): Promise<void> {
  for (let quiet = 0; quiet < 4; ) {
    const [row] = await sql<{ count: number }>(
      `SELECT (SELECT count() FROM system.merges) + (SELECT count() FROM system.mutations WHERE NOT is_done) AS count`,
    )
    quiet = row?.count === 0 ? quiet + 1 : 0
    await pause(500)
  }
}
