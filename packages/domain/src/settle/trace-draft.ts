import type { CallRows } from './call-rows.ts'
import type { MergedCall } from './merge-tellings.ts'
import type { PatchColumns } from './patched-columns.ts'
import type { ResponseClaim } from './response-claims.ts'
import type { CompactSpan, SettleInput, SpanRef } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

/** What a trace says by itself, before other traces of its project are asked for tellings of the same calls. */
export interface TraceDraft {
  input: SettleInput
  /** With what log records say. */
  tree: TraceTree
  logs: ReadonlyMap<string, PatchColumns>
  calls: CallRows
  /** Of the spans that count and whose response other traces may tell of, unjudged, and what each tells. */
  claims: readonly { claim: ResponseClaim; span: CompactSpan }[]
  /** Every response that a span of it names, counting or not, and when: what its spans may have claimed before. */
  responses: readonly { response: string; timeNs: bigint }[]
}

/** What the claims of other traces make of a span that counts in its own. */
export type CrossTelling = { repeats: SpanRef } | { tellings: readonly CompactSpan[] }

/** A trace with its calls as all traces tell them. */
export interface KnownTrace {
  tree: TraceTree
  /** By position, the span that counts in the place of one. */
  repeats: readonly (SpanRef | undefined)[]
  /** By position. */
  merged: ReadonlyMap<number, MergedCall>
}
