import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '../clickhouse/connection.ts'
import { type Columns, insertRows } from '../clickhouse/insert/insert-rows.ts'
import { openTestStore, sql, type TestStore } from './test-store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

interface Row {
  text: string
  hex: string
  big: bigint
  number: number
  maybe: number | bigint | undefined
  texts: string[]
  map: Record<string, string>
}

const COLUMNS: Columns<Row> = {
  text: (out, { text }) => out.text(text),
  bytes: (out, { text }) => out.bytes(Buffer.from(text)),
  hex: (out, { hex }) => out.hex(hex, 4),
  big: (out, { big }) => out.int64(big),
  number: (out, { number }) => out.int64(number),
  small: (out, { number }) => out.uint8(number > 0),
  middle: (out, { number }) => out.uint32(Math.abs(number % 2 ** 32)),
  maybe: (out, { maybe }) => out.nullableInt64(maybe),
  texts: (out, { texts }) => out.texts(texts),
  map: (out, { map }) => out.textMap(map),
}

const TABLE = `CREATE TABLE extremes (
  text LowCardinality(String), bytes String, hex FixedString(4), big Int64, number Int64, small UInt8, middle UInt32,
  maybe Nullable(Int64), texts Array(LowCardinality(String)), map Map(LowCardinality(String), String)
) ENGINE = MergeTree ORDER BY tuple()`

function row(text: string, hex: string, big: bigint, number: number, maybe: Row['maybe']): Row {
  return { text, hex, big, number, maybe, texts: [text, '', text], map: { '': text, key: '', [text]: hex } }
}

it('writes every type at its extremes, and more than the buffer holds at first', async () => {
  await sql(test, TABLE)
  const rows: Row[] = [
    row('', '', 0n, 0, undefined),
    row('ünï\u0000cödé 🦊', 'ff00ff00', -1n, -1, 0),
    row('half \uD83E of a character', '0a', 2n ** 63n - 1n, Number.MAX_SAFE_INTEGER, -1n),
    row('€'.repeat(42), 'ffffffff', -(2n ** 63n), Number.MIN_SAFE_INTEGER, 2n ** 63n - 1n),
    row('🦊'.repeat(40_000), '01020304', 1n, 2 ** 32, 2 ** 32 + 1),
  ]
  const connection = connect({
    url: test.options.url,
    username: test.options.username,
    password: test.options.password,
    database: test.options.database,
    headers: test.options.headers ?? {},
    maxConnections: 1,
    timeoutMs: 20_000,
    memoryBytes: 2 ** 30,
    maxResultRows: 0,
  })
  await insertRows(connection, { name: 'extremes', table: 'extremes', columns: COLUMNS, rows })
  await connection.close()
  const read = await sql<Record<string, unknown>>(
    test,
    'SELECT text, bytes, lower(hex(hex)) AS hex, big, number, small, middle, maybe, texts, map FROM extremes',
  )
  const wanted = rows.map(({ text, hex, big, number, maybe }) => {
    const said = text.replace('half \uD83E', 'half \uFFFD')
    return {
      ...{ text: said, bytes: said, hex: hex.padEnd(8, '0'), big: String(big), number: String(number) },
      ...{
        small: number > 0 ? 1 : 0,
        middle: Math.abs(number % 2 ** 32),
        maybe: maybe === undefined ? null : String(maybe),
      },
      ...{ texts: [said, '', said], map: said === '' ? { '': hex, key: '' } : { '': said, key: '', [said]: hex } },
    }
  })
  const byBig = (a: { big?: unknown }, b: { big?: unknown }) => String(a.big).localeCompare(String(b.big))
  expect(read.sort(byBig)).toEqual(wanted.sort(byBig))
})
