import { Readable } from 'node:stream'
import type { Connection } from '../connection.ts'
import { ONE_BLOCK } from './one-block.ts'

export interface TupleInsert {
  name: string
  table: string
  /** Names and types of a tuple's values, in order. */
  structure: string
  /** What each column of the table is made of, in terms of the structure. */
  columns: Readonly<Record<string, string>>
  rows: readonly (readonly unknown[])[]
  /** An insert under a token that was used before changes nothing; '' for none. */
  token: string
}

const LINES_PER_CHUNK = 500

/** Inserts a few rows that were made here, as one block. Resolves when they can be read. */
export async function insertTuples(connection: Connection, insert: TupleInsert): Promise<void> {
  const sql = `INSERT INTO ${insert.table} (${Object.keys(insert.columns).join(', ')})
SELECT ${Object.values(insert.columns).join(', ')}
FROM input('${insert.structure.replaceAll("'", "\\'")}')
FORMAT JSONCompactEachRow`
  await connection.insert({ name: insert.name, sql, params: {} }, Readable.from(lines(insert.rows)), {
    ...ONE_BLOCK,
    insert_deduplication_token: insert.token,
    // Without a token rows are kept even if the same ones came before.
    insert_deduplicate: insert.token === '' ? 0 : 1,
  })
}

function* lines(rows: TupleInsert['rows']): Generator<string> {
  for (let from = 0; from < rows.length; from += LINES_PER_CHUNK) {
    const chunk = rows.slice(from, from + LINES_PER_CHUNK)
    yield `${chunk.map((row) => JSON.stringify(row, storable)).join('\n')}\n`
  }
}

/** Whole numbers beyond 2^53 go as text, which ClickHouse reads as well; halves of characters become U+FFFD. */
function storable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string') return wellFormed(value)
  return value
}

function wellFormed(text: string): string {
  return LONE_SURROGATE.test(text) ? text.replaceAll(LONE_SURROGATES, '\uFFFD') : text
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/
const LONE_SURROGATES = new RegExp(LONE_SURROGATE, 'g')
