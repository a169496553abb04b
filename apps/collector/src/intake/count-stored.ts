import type { StoredMessage } from '@pyflare/event-log'
import type { OtlpSignal } from '@pyflare/otlp'
import { countRecords } from '../write/split-records.ts'
import type { IntakeCounts } from './intake-counts.ts'

/** Counts the records of messages that are in the store now, by how long that took. Empty messages were left out. */
export function countStored(
  counts: Pick<IntakeCounts, 'add'>,
  signal: OtlpSignal,
  messages: readonly StoredMessage[],
  nowMs: number,
): void {
  for (const { headers, value, appendedAtMs } of messages) {
    const projectId = headers.project
    if (projectId === undefined || value.length === 0) continue
    const delayMs = twoDigits(Math.max(1, nowMs - appendedAtMs))
    const kind = { projectId, keyId: headers['key-id'] ?? '', client: '', signal, reason: '', delayMs }
    counts.add({ ...kind, outcome: 'stored' }, { items: countRecords(value) })
  }
}

/** A number to two digits: nobody needs more, and few are told apart. */
export function twoDigits(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1)
  return Math.min(Math.round(value / unit) * unit, 0xff_ff_ff_ff)
}
