import type { BenchStore } from './bench-store.ts'
import type { InsertCost, Loaded } from './load.ts'
import { printTable } from './print-table.ts'

export function printInserts(inserts: readonly InsertCost[]): void {
  printTable(
    'Inserts, one after the other',
    ['what', 'rows', 'us/row', 'server CPU us/row'],
    inserts.map(({ what, rows, seconds, cpuSeconds }) =>
      rows === 0
        ? [what, '', `${seconds.toFixed(0)} s`, `${cpuSeconds.toFixed(0)} s`]
        : [what, rows, (seconds / rows) * 1e6, (cpuSeconds / rows) * 1e6],
    ),
  )
}

const MADE_OF_SPANS = ['spans', 'spans_by_minute', 'trace_index', 'trace_extents', 'ledger']

interface TableSize {
  table: string
  rows: number
  parts: number
  bytes: number
  raw: number
  indexes: number
}

/** What each table takes on disk, for a row of its own and for each span that was loaded. */
export async function printTables(bench: BenchStore, { sample }: Loaded): Promise<void> {
  const tables =
    await bench.sql<TableSize>(`SELECT table, sum(p.rows) AS rows, count() AS parts, sum(bytes_on_disk) AS bytes,
    sum(data_uncompressed_bytes) AS raw, sum(secondary_indices_compressed_bytes) AS indexes
    FROM system.parts AS p WHERE active AND database = currentDatabase() GROUP BY table HAVING rows > 10 ORDER BY bytes DESC`)
  // With the long traces, which come beside what was asked for.
  const spans = tables.find(({ table }) => table === 'spans')?.rows ?? 1
  printTable(
    'On disk',
    ['table', 'rows', 'parts', 'MiB', 'bytes/row', 'bytes/span', 'ratio', 'indexes MiB'],
    tables.map(({ table, rows, parts, bytes, raw, indexes }) => [
      ...[table, rows, parts, bytes / 2 ** 20, bytes / rows, bytes / spans, raw / bytes, indexes / 2 ** 20],
    ]),
  )
  const columns = await bench.sql<{ column: string; bytes: number; raw: number }>(`SELECT column,
    sum(column_data_compressed_bytes) AS bytes, sum(column_data_uncompressed_bytes) AS raw
    FROM system.parts_columns WHERE active AND database = currentDatabase() AND table = 'spans'
    GROUP BY column ORDER BY bytes DESC LIMIT 24`)
  printTable(
    'Columns of spans that take most',
    ['column', 'bytes/span', 'ratio'],
    columns.map(({ column, bytes, raw }) => [column, bytes / spans, raw / Math.max(1, bytes)]),
  )
  const kept = tables.reduce((sum, { table, bytes }) => sum + (MADE_OF_SPANS.includes(table) ? bytes : 0), 0) / spans
  const otlpBytesPerSpan = sample.otlpBytes / sample.spans
  const ratio = (otlpBytesPerSpan / kept).toFixed(2)
  console.log(
    `\nA span was ${otlpBytesPerSpan.toFixed(0)} bytes of OTLP, and takes ${kept.toFixed(0)} in ${MADE_OF_SPANS.join(', ')}: ${ratio} : 1.`,
  )
}
