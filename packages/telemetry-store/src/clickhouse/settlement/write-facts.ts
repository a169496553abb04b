import { createHash } from 'node:crypto'
import type { TraceFacts } from '@pyflare/domain'
import type { Connection } from '../connection.ts'
import { insertTuples } from '../insert/insert-tuples.ts'
import { fillPatches } from './fill-patches.ts'
import { INDEX_COLUMNS, INDEX_STRUCTURE, indexTuples } from './index-rows.ts'
import { LEDGER_COLUMNS, LEDGER_STRUCTURE, ledgerTuples } from './ledger-rows.ts'
import { PATCH_COLUMNS, PATCH_STRUCTURE, patchTuple } from './patch-rows.ts'

/**
 * The index comes last: whoever stops before it has left entries that the next reading counts, and an index row that the
 * next settling replaces. Never a row that shows a cost which the ledger does not hold.
 */
export async function writeFacts(connection: Connection, projectId: string, facts: readonly TraceFacts[]) {
  await Promise.all([writeLedger(connection, projectId, facts), writePatches(connection, projectId, facts)])
  const index = facts.flatMap((fact) => indexTuples(projectId, fact))
  if (index.length === 0) return
  await insertTuples(connection, {
    name: 'settle: write index',
    table: 'trace_index',
    structure: INDEX_STRUCTURE,
    columns: INDEX_COLUMNS,
    rows: index,
    token: '',
  })
}

async function writeLedger(connection: Connection, projectId: string, facts: readonly TraceFacts[]): Promise<void> {
  const entries = facts.flatMap((fact) => ledgerTuples(projectId, fact))
  if (entries.length === 0) return
  await insertTuples(connection, {
    name: 'settle: write ledger',
    table: 'ledger',
    structure: LEDGER_STRUCTURE,
    columns: LEDGER_COLUMNS,
    rows: entries,
    token: ledgerToken(projectId, facts, entries),
  })
}

async function writePatches(connection: Connection, projectId: string, facts: readonly TraceFacts[]): Promise<void> {
  for await (const patches of fillPatches(connection, projectId, facts)) {
    await insertTuples(connection, {
      name: 'settle: write patches',
      table: 'span_patches',
      structure: PATCH_STRUCTURE,
      columns: PATCH_COLUMNS,
      rows: patches.map((patch) => patchTuple(projectId, patch)),
      token: '',
    })
  }
}

/**
 * An insert whose answer was lost may still be under way when the traces are read again; settling then comes to the same
 * entries at the same versions, and the token keeps them from counting twice.
 */
function ledgerToken(projectId: string, facts: readonly TraceFacts[], entries: readonly unknown[][]): string {
  const hash = createHash('sha256').update(projectId)
  for (const { index } of facts) hash.update(`\n${index.traceId} ${index.version}`)
  for (const entry of entries) hash.update(`\n${entry.join('\u0000')}`)
  return `ledger:${hash.digest('hex')}`
}
