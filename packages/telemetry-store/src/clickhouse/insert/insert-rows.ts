import { Readable } from 'node:stream'
import type { Connection } from '../connection.ts'
import { ONE_BLOCK } from './one-block.ts'
import { RowBinary } from './row-binary.ts'

/** How each column of a table is written, in the type that the table gives it. */
export type Columns<Row> = Readonly<Record<string, (out: RowBinary, row: Row) => void>>

export interface RowInsert<Row> {
  name: string
  table: string
  columns: Columns<Row>
  rows: readonly Row[]
  /** Makes a token of the rows' bytes: an insert under one that was used before changes nothing. */
  token?: (rows: Uint8Array) => string
}

/**
 * Inserts a few rows that were made here, as one block. Resolves when they can be read. Values come in their columns' own types, and no
 * SELECT stands between: to make sense of one takes ClickHouse as long as to write some hundred rows.
 */
export async function insertRows<Row>(connection: Connection, insert: RowInsert<Row>): Promise<void> {
  const { name, table, columns, rows, token } = insert
  const out = new RowBinary()
  const writes = Object.values(columns)
  for (const row of rows) for (const write of writes) write(out, row)
  const bytes = out.finish()
  const sql = `INSERT INTO ${table} (${Object.keys(columns).join(', ')}) FORMAT RowBinary`
  await connection.insert({ name, sql, params: {} }, Readable.from(bytes), {
    ...ONE_BLOCK,
    insert_deduplication_token: token?.(bytes) ?? '',
    // Without a token rows are kept even if the same ones came before.
    insert_deduplicate: token === undefined ? 0 : 1,
  })
}
