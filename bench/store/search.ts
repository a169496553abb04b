/**
 * What an index over content would cost, and what it would save: the same texts written with each kind of index, as they
 * are and with the ids that real prompts carry (calls of tools, documents, orders), and searched for words.
 *
 *   npm run bench:store:search -- --data-dir <folder that bench:store filled> [--runs 5]
 */
import { parseArgs } from 'node:util'
import { type BenchStore, openBenchStore } from './bench-store.ts'
import { printTable } from './print-table.ts'
import { projectName } from './workload/cast.ts'
import { ABSENT_WORD, COMMON_WORD, RARE_WORD } from './workload/prose.ts'
import { WORKLOAD } from './workload/size.ts'

const { values } = parseArgs({ options: { 'data-dir': { type: 'string' }, runs: { type: 'string', default: '5' } } })
if (values['data-dir'] === undefined) throw new Error('Say with --data-dir which folder bench:store filled.')
const runs = Number(values.runs)

const PROJECTS = [projectName(WORKLOAD.projects - 1), projectName(WORKLOAD.projects - 2)]
const WORDS = [COMMON_WORD, RARE_WORD, ABSENT_WORD]
const IDS = [0, 1, 3]

/** Kinds of index on the lower-cased text, and the condition that each serves. */
const LOWER = 'lowerUTF8(content)'
const like = (word: string) => `${LOWER} LIKE '%${word}%'`
const KINDS: readonly [name: string, index: string, condition: (word: string) => string][] = [
  ['none', '', (word) => `positionCaseInsensitiveUTF8(content, '${word}') > 0`],
  ['text(splitByNonAlpha)', `INDEX i ${LOWER} TYPE text(tokenizer = splitByNonAlpha)`, like],
  ['ngrambf_v1(4, 65536, 3)', `INDEX i ${LOWER} TYPE ngrambf_v1(4, 65536, 3, 0) GRANULARITY 1`, like],
  [
    'tokenbf_v1(32768, 3), whole words',
    `INDEX i ${LOWER} TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 1`,
    (word) => `hasToken(${LOWER}, '${word}')`,
  ],
]

const bench = await openBenchStore(values['data-dir'])
const rows: (string | number)[][] = []
try {
  for (const ids of IDS) {
    for (const [name, index, condition] of KINDS) {
      const cost = await write(bench, index, ids)
      const searches: number[] = []
      for (const word of WORDS) searches.push(await search(bench, condition(word)))
      rows.push([name, ids, ...cost, ...searches])
      console.log(`${name}, ${ids} ids: done`)
    }
  }
} finally {
  await bench.sql('DROP TABLE IF EXISTS searched SYNC')
  await bench.close()
}
const heads = ['index', 'ids a span', 'write us/row', 'merge us/row', 'bytes/row', 'of them index', ...WORDS]
printTable(`Content of two projects, 48 hours: server CPU; ms for one search, ${runs} runs`, heads, rows)

/** The input and output of spans as one column, each span with so many ids that no other has. */
async function write({ sql, cpuMs }: BenchStore, index: string, ids: number): Promise<number[]> {
  await sql('DROP TABLE IF EXISTS searched SYNC')
  await sql(`CREATE TABLE searched (time DateTime64(9), content String CODEC(ZSTD(1))${index === '' ? '' : `, ${index}`})
    ENGINE = MergeTree ORDER BY time SETTINGS index_granularity = 1024, min_bytes_for_wide_part = 134217728`)
  const own = Array.from({ length: ids }, (_, number) => `, ' ', toString(generateUUIDv4(${number}))`).join('')
  const before = await cpuMs()
  await sql(`INSERT INTO searched
    SELECT start_time, concat(input, '\\n', output${own})
    FROM spans WHERE project_id IN ('${PROJECTS.join("', '")}')
    SETTINGS max_threads = 1, max_insert_threads = 1, max_block_size = 65536,
      min_insert_block_size_rows = 200000, min_insert_block_size_bytes = 0`)
  const written = await cpuMs()
  await sql('OPTIMIZE TABLE searched FINAL')
  const merged = await cpuMs()
  const [size] = await sql<{ stored: number; bytes: number; indexes: number }>(`SELECT sum(rows) AS stored,
    sum(bytes_on_disk) AS bytes, sum(secondary_indices_compressed_bytes) AS indexes
    FROM system.parts WHERE active AND database = currentDatabase() AND table = 'searched'`)
  const { stored = 1, bytes = 0, indexes = 0 } = size ?? {}
  return [((written - before) * 1000) / stored, ((merged - written) * 1000) / stored, bytes / stored, indexes / stored]
}

async function search({ sql, cpuMs }: BenchStore, condition: string): Promise<number> {
  const query = `SELECT count() FROM searched WHERE ${condition} SETTINGS use_query_condition_cache = 0`
  await sql(query)
  const before = await cpuMs()
  for (let run = 0; run < runs; run++) await sql(query)
  return ((await cpuMs()) - before) / runs
}
