import type { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client'
import { storeError } from './errors.ts'

export interface ConnectionOptions {
  url: string
  username: string
  password: string
  database: string
  headers: Readonly<Record<string, string>>
  /** At most so many requests at once; the rest wait. */
  maxConnections: number
  timeoutMs: number
  /** Of one query. */
  memoryBytes: number
  maxResultRows: number
}

/** Values of a statement, bound by the server: {name:Type}. Nothing of a caller's is ever part of a statement. */
export type Params = Readonly<
  Record<string, string | number | bigint | boolean | readonly (string | number | bigint)[]>
>

export interface Statement {
  /** Names the work in errors and in ClickHouse's own query log. */
  name: string
  sql: string
  params: Params
}

/** A ClickHouse account. Every statement on it has limits of time, memory and rows, on the server and here. */
export interface Connection {
  /** 64-bit integers come as text, times as RFC 3339. */
  rows<Row>(statement: Statement): Promise<Row[]>
  /** The same as arrays, in the order of the select list: cheaper for many rows. */
  tuples(statement: Statement): Promise<unknown[][]>
  command(statement: Statement): Promise<void>
  /** Streams `body` after an INSERT statement. Unreadable input is `invalid_argument`. */
  insert(statement: Statement, body: Readable, settings: ClickHouseSettings): Promise<void>
  ping(): Promise<void>
  close(): Promise<void>
}

/** The server is given the limit; we wait a little longer, so that its answer, which says more, comes first. */
const GRACE_MS = 5_000

export function connect(options: ConnectionOptions): Connection {
  const client = createClient({
    url: options.url,
    username: options.username,
    password: options.password,
    database: options.database,
    http_headers: { ...options.headers },
    request_timeout: options.timeoutMs + GRACE_MS,
    max_open_connections: options.maxConnections,
    application: 'pyflare',
    // Compressed, an error in the middle of an answer comes as a mere broken connection.
    compression: { request: false, response: false },
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: limits(options),
  })
  const timeLimit = () => AbortSignal.timeout(options.timeoutMs + GRACE_MS)

  const run = async <Result>({ name, sql, params }: Statement, format: 'JSONEachRow' | 'JSONCompactEachRow') => {
    try {
      const result = await client.query({
        query: sql,
        query_params: params,
        format,
        clickhouse_settings: { log_comment: name },
        abort_signal: timeLimit(),
      })
      return await result.json<Result>()
    } catch (error) {
      throw storeError(error, `The query "${name}"`)
    }
  }

  return {
    rows: <Row>(statement: Statement) => run<Row>(statement, 'JSONEachRow'),
    tuples: (statement) => run<unknown[]>(statement, 'JSONCompactEachRow'),
    async command({ name, sql, params }) {
      try {
        await client.command({
          query: sql,
          query_params: params,
          clickhouse_settings: { log_comment: name, max_result_rows: '0' },
          abort_signal: timeLimit(),
        })
      } catch (error) {
        throw storeError(error, `The statement "${name}"`)
      }
    },
    insert: (statement, body, settings) => insert(client, statement, body, settings, timeLimit()),
    async ping() {
      const answer = await client.ping({ select: true })
      if (!answer.success) throw storeError(answer.error, 'The ping')
    },
    close: () => client.close(),
  }
}

async function insert(
  client: ClickHouseClient,
  { name, sql, params }: Statement,
  body: Readable,
  settings: ClickHouseSettings,
  signal: AbortSignal,
): Promise<void> {
  try {
    const result = await client.exec({
      query: sql,
      query_params: params,
      values: body,
      clickhouse_settings: { log_comment: name, max_result_rows: '0', ...settings },
      abort_signal: signal,
    })
    // The answer is empty, but its end is where an error would stand.
    for await (const _ of result.stream);
  } catch (error) {
    throw storeError(error, `The insert "${name}"`, true)
  } finally {
    body.destroy()
  }
}

function limits(options: ConnectionOptions): ClickHouseSettings {
  return {
    max_execution_time: options.timeoutMs / 1000,
    timeout_overflow_mode: 'throw',
    max_memory_usage: String(options.memoryBytes),
    max_result_rows: String(options.maxResultRows),
    result_overflow_mode: 'throw',
    cancel_http_readonly_queries_on_client_close: 1,
    output_format_json_quote_64bit_integers: 1,
    output_format_json_validate_utf8: 1,
    output_format_json_escape_forward_slashes: 0,
    date_time_output_format: 'iso',
    join_use_nulls: 0,
    async_insert: 0,
    session_timezone: 'UTC',
  }
}
