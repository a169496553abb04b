/**
 * Builds tables in other ways than the schema has them and measures what writing, merging, keeping and reading them costs.
 *
 *   npm run bench:store:compare -- --data-dir <folder that bench:store filled> [--table spans] [--variant 'as it is|LZ4'] [--rounds 3] [--runs 11]
 *
 * A copy holds one project, so that a comparison takes minutes. Costs of other ways are to be compared with those of the
 * copy "as it is", not with the loaded table. Every round builds all of them, one after the other: what else the machine
 * does then disturbs each alike, and the median of the rounds is what is printed.
 */
import { parseArgs } from 'node:util'
import { type BenchStore, openBenchStore } from './bench-store.ts'
import { type Loaded, load } from './load.ts'
import { measure } from './measure.ts'
import { printTable } from './print-table.ts'
import { newestTraces, type Query, readerQueries } from './reader-queries.ts'
import { AS_IT_IS, COMPARISONS, type Comparison, type Variant } from './variants.ts'
import { ENDS_AT, WORKLOAD } from './workload/size.ts'

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    table: { type: 'string', default: '' },
    variant: { type: 'string', default: '' },
    rounds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '11' },
  },
})
if (values['data-dir'] === undefined) throw new Error('Say with --data-dir which folder bench:store filled.')

/** What each of four partitions brings in two seconds when 20,000 spans a second come in. */
const ROWS_PER_BLOCK = 10_000

const bench = await openBenchStore(values['data-dir'])
try {
  const loaded = await load(bench, values['data-dir'], WORKLOAD)
  for (const comparison of COMPARISONS.filter(({ table }) => [table, ''].includes(values.table)))
    await compare(comparison, loaded)
} finally {
  await bench.close()
}

async function compare({ table, queries, fresh = [], variants }: Comparison, loaded: Loaded): Promise<void> {
  const { projectId } = loaded
  const recent = { ...loaded, traceIds: await newestTraces(bench, projectId, 200) }
  const named = (names: readonly string[], of: Loaded) =>
    readerQueries(bench.store, projectId, ENDS_AT, of).filter(([name]) => names.includes(name))
  const asked = { fresh: named(fresh, recent), merged: named(queries, loaded) }
  const chosen = variants.filter(({ name }) => new RegExp(values.variant).test(name))
  const seen = new Map<string, (number[] | string)[]>(chosen.map(({ name }) => [name, []]))
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const variant of chosen) {
      const costs = await tried(table, variant, projectId, asked)
      seen.get(variant.name)?.push(costs)
      console.log(
        `round ${round} | ${variant.name} | ${typeof costs === 'string' ? costs : costs.map(Math.round).join(' | ')}`,
      )
    }
  }
  const heads = [
    ...[table, 'write us/row', 'merge us/row', 'bytes/row', 'index bytes/row'],
    ...asked.fresh.map(([name]) => `${name}, unmerged`),
    ...asked.merged.map(([name]) => name),
  ]
  const title = `${table}: server CPU; ms for one run of each query, ${values.runs} runs, median of ${values.rounds} rounds`
  printTable(
    title,
    heads,
    [...seen].map(([name, rounds]) => [name, ...medians(rounds)]),
  )
}

function medians(rounds: readonly (number[] | string)[]): (number | string)[] {
  const failed = rounds.find((costs) => typeof costs === 'string')
  if (failed !== undefined) return [failed]
  const [first = []] = rounds as number[][]
  return first.map((_, column) => {
    const sorted = (rounds as number[][]).map((costs) => costs[column] ?? 0).sort((a, b) => a - b)
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  })
}

/** What one way costs, in the order of the heads. A way that does not work is an answer too. */
async function tried(
  table: string,
  variant: Variant,
  projectId: string,
  asked: Readonly<Record<'fresh' | 'merged', readonly Query[]>>,
): Promise<number[] | string> {
  try {
    const write = await copy(bench, table, variant, projectId)
    await bench.sql(`EXCHANGE TABLES ${table} AND ${table}_copy`)
    try {
      const unmerged = await times(asked.fresh)
      const merge = await merged(bench, table)
      return [write, ...merge, ...unmerged, ...(await times(asked.merged))]
    } finally {
      await bench.sql(`EXCHANGE TABLES ${table} AND ${table}_copy`)
    }
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 80) : String(error)
  } finally {
    await bench.sql(`DROP TABLE IF EXISTS ${table}_copy SYNC`)
  }
}

async function times(queries: readonly Query[]): Promise<number[]> {
  const cpu: number[] = []
  for (const [name, query] of queries) cpu.push((await measure(bench, name, Number(values.runs), query)).cpuMs)
  return cpu
}

/** Fills the copy and returns what writing a row of it costs. What reading the row from the table costs is taken off. */
async function copy(
  { sql, cpuMs }: BenchStore,
  table: string,
  { name, change }: Variant,
  projectId: string,
): Promise<number> {
  const [shown] = await sql<{ statement: string }>(`SHOW CREATE TABLE ${table}`)
  const asItIs = (shown?.statement ?? '').replace(`.${table}\n`, `.${table}_copy\n`)
  const ddl = change(asItIs)
  if (ddl === asItIs && name !== AS_IT_IS) throw new Error(`"${name}" changes nothing of ${table}.`)
  await sql(`DROP TABLE IF EXISTS ${table}_copy SYNC`)
  // Parts stay as they were written until merging them is asked for, and measured.
  await sql(`${ddl}, max_bytes_to_merge_at_max_space_in_pool = 1, max_bytes_to_merge_at_min_space_in_pool = 1`)
  const [columns] = await sql<{ list: string }>(`SELECT arrayStringConcat(groupArray(name), ', ') AS list
    FROM (SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '${table}'
      AND default_kind IN ('', 'DEFAULT') ORDER BY position)`)
  const rows = `SELECT ${columns?.list} FROM ${table} WHERE project_id = '${projectId}'`
  const settings = `SETTINGS max_threads = 1, max_insert_threads = 1, max_block_size = ${ROWS_PER_BLOCK},
    min_insert_block_size_rows = ${ROWS_PER_BLOCK}, min_insert_block_size_bytes = 0`
  const before = await cpuMs()
  await sql(`${rows} ${settings} FORMAT Null`)
  const read = await cpuMs()
  await sql(`INSERT INTO ${table}_copy (${columns?.list}) ${rows} ${settings}`)
  const written = await cpuMs()
  const [size] = await sql<{ stored: number }>(`SELECT count() AS stored FROM ${table}_copy`)
  return ((written - read - (read - before)) * 1000) / (size?.stored ?? 1)
}

/** What merging all parts of a table once costs a row, and how many bytes a row and its indexes then take. */
async function merged({ sql, cpuMs }: BenchStore, table: string): Promise<number[]> {
  const before = await cpuMs()
  await sql(`OPTIMIZE TABLE ${table} FINAL`)
  const after = await cpuMs()
  const [size] = await sql<{ stored: number; bytes: number; indexes: number }>(`SELECT sum(rows) AS stored,
    sum(bytes_on_disk) AS bytes, sum(secondary_indices_compressed_bytes) AS indexes
    FROM system.parts WHERE active AND database = currentDatabase() AND table = '${table}'`)
  const { stored = 1, bytes = 0, indexes = 0 } = size ?? {}
  return [((after - before) * 1000) / stored, bytes / stored, indexes / stored]
}
