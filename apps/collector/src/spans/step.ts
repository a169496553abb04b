import type { PlannedSpan } from '@pyflare/domain'
import type { ScannedSpan } from '@pyflare/otlp'
import type { HeldContent } from '../publish/held-content.ts'
import type { WireWriter } from '../publish/wire-writer.ts'
import type { ScannedTimes } from './scanned-times.ts'
import type { WrittenOrigin } from './written-origin.ts'

/** A span that a plan is about to write. */
export interface SpanAtHand {
  span: ScannedSpan
  origin: WrittenOrigin
  times: ScannedTimes
  read: PlannedSpan
  held: HeldContent
}

/** Writes some fields of a record. */
export type Step = (writer: WireWriter, at: SpanAtHand) => void
