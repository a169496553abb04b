import type { PlannedSpan } from '@pyflare/domain'
import type { ScannedSpan } from '@pyflare/otlp'
import type { Origin } from '../publish/publish.ts'
import type { WireWriter } from '../publish/wire-writer.ts'

/** A span that a plan is about to write. */
export interface SpanAtHand {
  span: ScannedSpan
  origin: Origin
  startTimeNs: bigint
  endTimeNs: bigint
  read: PlannedSpan
}

/** Writes some fields of a record. */
export type Step = (writer: WireWriter, at: SpanAtHand) => void
