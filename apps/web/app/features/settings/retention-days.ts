import { formatCountOf } from '~/ui/format/number.ts'
import { formatDate } from '~/ui/format/time.ts'
import { type Retention, SIGNALS, type Signal, type TableUsage } from './project-settings.ts'

const MOST = 3_650

/** The days that a field holds; undefined when it holds none that can be kept. */
export function daysOf(text: string): number | undefined {
  const days = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0
  return days >= 1 && days <= MOST ? days : undefined
}

export function isShorter(wanted: Retention, now: Retention): boolean {
  return SIGNALS.some(({ id }) => wanted[id] < now[id])
}

/** What the next run will delete, in a sentence: signals that get shorter, and how far back the tables reach. */
export function lossOf(wanted: Retention, now: Retention, usage: readonly TableUsage[]): string {
  const shorter = SIGNALS.filter(({ id }) => wanted[id] < now[id])
  const sentences = shorter.map(({ id, label }) => {
    const oldest = oldestOf(id, usage)
    const reach = oldest === undefined ? 'there are none yet' : `the oldest are of ${formatDate(oldest)}`
    return `${label} older than ${formatCountOf(wanted[id], 'day')}: ${reach}.`
  })
  return `The next run deletes for good what is older. ${sentences.join(' ')}`
}

const TABLES: Record<string, Signal> = {
  spans: 'traces',
  trace_index: 'traces',
  ledger: 'traces',
  evaluations: 'traces',
  metrics: 'metrics',
  logs: 'logs',
}

function oldestOf(signal: Signal, usage: readonly TableUsage[]): string | undefined {
  return usage
    .filter(({ table, oldest }) => oldest !== null && TABLES[table] === signal)
    .map(({ oldest }) => oldest as string)
    .sort()[0]
}
