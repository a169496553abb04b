/**
 * Builds tables in other ways than the schema has them and times the queries that read them.
 *
 *   npm run bench:store:compare -- --data-dir <folder that bench:store filled> [--table spans] [--variant 'as it is|LZ4'] [--runs 11]
 *
 * A copy holds one project, so that a comparison takes minutes. Costs of other ways are to be compared with those of the
 * copy "as it is", not with the loaded table: copies are made of fewer and larger blocks.
 */
import { parseArgs } from 'node:util'
import { type BenchStore, openBenchStore } from './bench-store.ts'
import { type Loaded, load } from './load.ts'
import { measure } from './measure.ts'
import { printTable } from './print-table.ts'
import { type Query, readerQueries } from './reader-queries.ts'
import { AS_IT_IS, COMPARISONS, type Comparison, type Variant } from './variants.ts'
import { projectName } from './workload/cast.ts'
import { ENDS_AT, WORKLOAD } from './workload/size.ts'

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    table: { type: 'string', default: '' },
    variant: { type: 'string', default: '' },
    runs: { type: 'string', default: '11' },
  },
})
if (values['data-dir'] === undefined) throw new Error('Say with --data-dir which folder bench:store filled.')
const projectId = projectName(WORKLOAD.projects - 1)
const bench = await openBenchStore(values['data-dir'])
try {
  const loaded = await load(bench, values['data-dir'], WORKLOAD, projectId)
  for (const comparison of COMPARISONS.filter(({ table }) => [table, ''].includes(values.table)))
    await compare(comparison, loaded)
} finally {
  await bench.close()
}

async function compare({ table, queries, variants }: Comparison, loaded: Loaded): Promise<void> {
  const asked = readerQueries(bench.store, projectId, ENDS_AT, loaded).filter(([name]) => queries.includes(name))
  const rows: (string | number)[][] = []
  for (const variant of variants.filter(({ name }) => new RegExp(values.variant).test(name))) {
    rows.push([variant.name, ...(await tried(table, variant, asked))])
    console.log(rows.at(-1)?.join(' | '))
  }
  const heads = [table, 'write us/row', 'merge us/row', 'bytes/row', 'index bytes/row', ...asked.map(([name]) => name)]
  printTable(`${table}: server CPU ms for one run of each query, ${values.runs} runs`, heads, rows)
}

/** A way that does not work is an answer too. */
async function tried(table: string, variant: Variant, asked: readonly Query[]): Promise<(string | number)[]> {
  try {
    const cost = await copy(bench, table, variant)
    await bench.sql(`EXCHANGE TABLES ${table} AND ${table}_copy`)
    try {
      return [...cost, ...(await times(asked))]
    } finally {
      await bench.sql(`EXCHANGE TABLES ${table} AND ${table}_copy`)
    }
  } catch (error) {
    return [error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 80) : String(error)]
  } finally {
    await bench.sql(`DROP TABLE IF EXISTS ${table}_copy SYNC`)
  }
}

async function times(queries: readonly Query[]): Promise<number[]> {
  const cpu: number[] = []
  for (const [name, query] of queries) cpu.push((await measure(bench, name, Number(values.runs), query)).cpuMs)
  return cpu
}

/** What writing a row of the copy, merging it once and keeping it costs; reading it from the table is in the first. */
async function copy({ sql, cpuMs }: BenchStore, table: string, { name, change }: Variant): Promise<number[]> {
  const [shown] = await sql<{ statement: string }>(`SHOW CREATE TABLE ${table}`)
  const asItIs = (shown?.statement ?? '').replace(`.${table}\n`, `.${table}_copy\n`)
  const ddl = change(asItIs)
  if (ddl === asItIs && name !== AS_IT_IS) throw new Error(`"${name}" changes nothing of ${table}.`)
  await sql(`DROP TABLE IF EXISTS ${table}_copy SYNC`)
  await sql(ddl)
  const [columns] = await sql<{ list: string }>(`SELECT arrayStringConcat(groupArray(name), ', ') AS list
    FROM (SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '${table}'
      AND default_kind IN ('', 'DEFAULT') ORDER BY position)`)
  const before = await cpuMs()
  await sql(`INSERT INTO ${table}_copy (${columns?.list}) SELECT ${columns?.list} FROM ${table}
    WHERE project_id = '${projectId}'
    SETTINGS max_threads = 1, max_insert_threads = 1, max_block_size = 65536,
      min_insert_block_size_rows = 50000, min_insert_block_size_bytes = 0`)
  const written = await cpuMs()
  await sql(`OPTIMIZE TABLE ${table}_copy FINAL`)
  const merged = await cpuMs()
  const [size] = await sql<{ stored: number; bytes: number; indexes: number }>(`SELECT sum(rows) AS stored,
    sum(bytes_on_disk) AS bytes, sum(secondary_indices_compressed_bytes) AS indexes
    FROM system.parts WHERE active AND database = currentDatabase() AND table = '${table}_copy'`)
  const { stored = 1, bytes = 0, indexes = 0 } = size ?? {}
  return [((written - before) * 1000) / stored, ((merged - written) * 1000) / stored, bytes / stored, indexes / stored]
}
