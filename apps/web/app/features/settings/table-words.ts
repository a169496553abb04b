import { formatCount } from '~/ui/format/number.ts'

/** What rows of the store's tables are called by people. */
const WORDS: Readonly<Record<string, string>> = {
  spans: 'spans',
  trace_index: 'traces',
  ledger: 'ledger entries',
  logs: 'log records',
  metrics: 'metric points',
  evaluations: 'evaluations',
  alert_transitions: 'alert transitions',
  dead_letters: 'dead letters',
}

/** A table that has no words yet is called by its name. */
export function tableWords(table: string): string {
  return WORDS[table] ?? table.replaceAll('_', ' ')
}

/** What was deleted, as `1,204 spans, 12 log records`. What is kept for the sake of others is counted in one. */
export function deletedWords(deleted: Readonly<Record<string, number>>): string {
  const tables = Object.entries(deleted).filter(([, rows]) => rows > 0)
  const told = tables.filter(([table]) => WORDS[table] !== undefined)
  const beside = tables.filter(([table]) => WORDS[table] === undefined).reduce((sum, [, rows]) => sum + rows, 0)
  const parts = told.map(([table, rows]) => `${formatCount(rows)} ${WORDS[table]}`)
  if (beside > 0) parts.push(`${formatCount(beside)} rows of what is derived from them`)
  return parts.length === 0 ? 'nothing was old enough' : parts.join(', ')
}
