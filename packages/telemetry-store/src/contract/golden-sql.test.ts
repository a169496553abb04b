import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type Statement } from '../clickhouse/connection.ts'
import { insertSql } from '../clickhouse/insert/insert-plan.ts'
import { FOREIGN } from './statements/foreign.ts'
import { INSTRUMENTATION_STATEMENTS } from './statements/instrumentation-statements.ts'
import { INTAKE_STATEMENTS } from './statements/intake-statements.ts'
import { SERIES_STATEMENTS } from './statements/series-statements.ts'
import { STORE_STATEMENTS } from './statements/store-statements.ts'
import { TRACE_STATEMENTS } from './statements/trace-statements.ts'
import { openTestStore, type TestStore } from './test-store.ts'

const READ = { ...TRACE_STATEMENTS, ...SERIES_STATEMENTS, ...INSTRUMENTATION_STATEMENTS, ...INTAKE_STATEMENTS }
const ALL = Object.entries({ ...READ, ...STORE_STATEMENTS })

/** The statement as it is sent, under the values that are bound to it. */
function golden({ name, sql, params }: Statement): string {
  const bound = Object.entries(params)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([param, value]) =>
        `-- ${param} = ${JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? `${each}n` : each))}\n`,
    )
  return `-- ${name}\n${bound.join('')}${sql}\n`
}

describe('the SQL of', () => {
  it.each(ALL)('%s is the golden one', async (file, statement) => {
    await expect(golden(statement)).toMatchFileSnapshot(`../../golden/${file}.sql`)
  })

  it.each(['trace', 'log', 'metric', 'evaluation', 'intake'] as const)(
    'inserting %s records is the golden one',
    async (signal) => {
      await expect(`${insertSql(signal)}\n`).toMatchFileSnapshot(`../../golden/insert-${signal}.sql`)
    },
  )

  it.each(ALL)(
    '%s holds nothing of a caller, asks for one project, and has its values bound',
    (_file, { sql, params }) => {
      expect(sql).not.toContain(FOREIGN)
      expect(sql).not.toContain(JSON.stringify(FOREIGN).slice(1, -1))
      const placeholders = [...sql.matchAll(/\{(\w+):[^{}]+\}/g)].map(([, name]) => name ?? '')
      expect(placeholders).toContain('project')
      expect(Object.keys(params)).toEqual(expect.arrayContaining(placeholders))
    },
  )
})

/** Files that build statements for others to bind; what they export ends in `Statement` or `Statements`. */
it('leaves out no statement', async () => {
  const text = async (folder: string) => {
    const files = await readdir(new URL(folder, import.meta.url), { recursive: true })
    const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    return (
      await Promise.all(sources.map((file) => readFile(new URL(`${folder}${file}`, import.meta.url), 'utf8')))
    ).join()
  }
  const built = [...(await text('../clickhouse/')).matchAll(/export function (\w+Statements?)\(/g)].map(
    ([, name]) => name,
  )
  const held = await text('./statements/')
  expect(built.filter((name) => !held.includes(`${name}(`))).toEqual([])
})

describe('ClickHouse', () => {
  let test: TestStore
  beforeAll(async () => {
    test = await openTestStore()
  })
  afterAll(() => test.close())

  it.each(Object.entries(READ))('answers %s to an account that may only select', async (_file, statement) => {
    const { url, headers, reader, database } = test.server
    const limits = { maxConnections: 1, timeoutMs: 20_000, memoryBytes: 2 ** 30, maxResultRows: 100_000 }
    const connection = connect({ url, headers: { ...headers }, ...reader, database, ...limits })
    try {
      expect(await connection.rows(statement)).toBeInstanceOf(Array)
    } finally {
      await connection.close()
    }
  })
})
