import { createHash } from 'node:crypto'
import type { TraceFacts } from '@pyflare/domain'
import type { Connection } from '../connection.ts'
import { insertRows } from '../insert/insert-rows.ts'
import { fillPatches } from './fill-patches.ts'
import { INDEX_COLUMNS, indexRows } from './index-rows.ts'
import { LEDGER_COLUMNS, ledgerRows } from './ledger-rows.ts'
import { PATCH_COLUMNS } from './patch-rows.ts'

/**
 * The index comes last: whoever stops before it has left entries that the next reading counts, and an index row that the
 * next settling replaces. Never a row that shows a cost which the ledger does not hold.
 */
export async function writeFacts(connection: Connection, projectId: string, facts: readonly TraceFacts[]) {
  await Promise.all([writeLedger(connection, projectId, facts), writePatches(connection, projectId, facts)])
  const rows = facts.flatMap((fact) => indexRows(projectId, fact))
  if (rows.length === 0) return
  await insertRows(connection, { name: 'settle: write index', table: 'trace_index', columns: INDEX_COLUMNS, rows })
}

async function writeLedger(connection: Connection, projectId: string, facts: readonly TraceFacts[]): Promise<void> {
  const rows = facts.flatMap((fact) => ledgerRows(projectId, fact))
  if (rows.length === 0) return
  await insertRows(connection, {
    name: 'settle: write ledger',
    table: 'ledger',
    columns: LEDGER_COLUMNS,
    rows,
    token: (bytes) => ledgerToken(facts, bytes),
  })
}

async function writePatches(connection: Connection, projectId: string, facts: readonly TraceFacts[]): Promise<void> {
  for await (const patches of fillPatches(connection, projectId, facts)) {
    const rows = patches.map((patch) => ({ projectId, ...patch }))
    await insertRows(connection, { name: 'settle: write patches', table: 'span_patches', columns: PATCH_COLUMNS, rows })
  }
}

/**
 * An insert whose answer was lost may still be under way when the traces are read again; settling then comes to the same
 * entries at the same versions, and the token keeps them from counting twice.
 */
function ledgerToken(facts: readonly TraceFacts[], entries: Uint8Array): string {
  const hash = createHash('sha256').update(facts.map(({ index }) => `${index.traceId} ${index.version}`).join())
  return `ledger:${hash.update(entries).digest('hex')}`
}
