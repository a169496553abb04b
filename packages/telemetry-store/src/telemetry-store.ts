import type {
  CompactSpan,
  ResponseClaim,
  SettleInput,
  StoredSpan,
  TimedSpanRef,
  TraceFacts,
  TraceOutline,
} from '@pyflare/domain'
import type { Signal } from '@pyflare/proto'
import type { TelemetryReader } from './reader.ts'

/**
 * The analytical store: rows of telemetry, and the facts that settling derives from them.
 *
 * Every method takes a project and touches rows of that project alone, except `insertBlock`, whose records carry theirs.
 * Every call has a time limit. Failures are `PyflareError`: `unavailable` and `timeout` (retryable; the work may or may
 * not have happened), `invalid_argument` (data that can never be stored), `resource_exhausted` (a query over its limits).
 */
export interface TelemetryStore {
  readonly writer: TelemetryWriter
  readonly settlement: SettlementStore
  readonly reader: TelemetryReader
  readonly maintenance: StoreMaintenance
  readonly normalization: NormalizationStore
  /** Stops the embedded server where there is one. */
  close(): Promise<void>
}

export interface TelemetryWriter {
  /**
   * Inserts the records of encoded `pyflare.v1` batches as one block, all or nothing, into the signal's table and the
   * views on it. A block that was inserted under the same `token` within the deduplication window changes nothing.
   */
  insertBlock(block: InsertBlock): Promise<void>
  /** Keeps records that can never be inserted, with the reason. Idempotent by topic, partition and offset. */
  insertDeadLetters(letters: readonly DeadLetter[]): Promise<void>
}

export interface InsertBlock {
  signal: Signal
  /** Encoded `TraceBatch`, `LogBatch`, `MetricBatch` or `EvaluationBatch` messages, as the log holds them. */
  batches: readonly Uint8Array[]
  /** Stable for the same block: made of topic, partition and offsets. */
  token: string
}

export interface DeadLetter {
  projectId: string
  topic: string
  partition: number
  offset: bigint
  reason: string
  payload: Uint8Array
  failedAt: Date
}

/** Names the response whose claims are wanted, and when the span began that asks. */
export type ClaimKey = Pick<ResponseClaim, 'response' | 'timeNs'>

export interface TraceRef {
  projectId: string
  traceId: string
}

/** What settling reads and writes. One process settles a given trace at a time. */
export interface SettlementStore {
  /**
   * The compact rows, content logs and earlier facts of traces. One of more spans than may be held at once comes cut,
   * without them, and is read in windows. `arrived` is by trace: where nothing was ever written of one, these are all
   * the spans that it has, and they are not read.
   */
  read(
    projectId: string,
    traceIds: readonly string[],
    arrived?: ReadonlyMap<string, readonly CompactSpan[]>,
  ): Promise<SettleInput[]>
  /** What is to be known of a large trace before its windows are read. Undefined where it has no spans. */
  outline(projectId: string, traceId: string): Promise<TraceOutline | undefined>
  /** As many spans of a trace as may be held at once, in order of start, after one of them; cut where more follow. */
  readWindow(projectId: string, traceId: string, after: TimedSpanRef | undefined): Promise<SettleInput>
  /** Writes new versions of index rows, patches, and ledger entries. Safe to repeat after a failure once `read` was called again. */
  write(projectId: string, facts: readonly TraceFacts[]): Promise<void>
  /**
   * The newest form of every claim near each key, withdrawn ones too. Sees each claim whose writing had resolved. Of a
   * response with more claims than name one call, some.
   */
  readClaims(projectId: string, keys: readonly ClaimKey[]): Promise<ResponseClaim[]>
  /** Idempotent: of the forms of a claim the one of the highest version holds. */
  writeClaims(projectId: string, claims: readonly ResponseClaim[]): Promise<void>
  /** Spans of any traces, as they read with their patches; those that are gone are left out. */
  readTellings(projectId: string, spans: readonly TimedSpanRef[]): Promise<CompactSpan[]>
  /** Notes durably that traces are still to be settled. Any process may: whoever settles them looks at the notes. */
  owe(projectId: string, traceIds: readonly string[]): Promise<void>
  /** Notes that they are, but for those that were noted anew since the debts were read. */
  paid(debts: readonly SettleDebt[]): Promise<void>
  /** Traces of all projects that are still to be settled, those that were noted first; ten thousand at most. */
  debts(): Promise<SettleDebt[]>
}

export interface SettleDebt extends TraceRef {
  /** Of the note: a later one has a greater one. */
  version: bigint
}

/** What reading stored spans again reads and writes. Sees its own last write. */
export interface NormalizationStore {
  /** How many spans of a range there are, by the version of the normalizer that read them last. */
  versions(range: StoredSpanRange): Promise<{ version: number; spans: number }[]>
  /** Spans as their rows have them, in order of start. A page ends at `limit` spans or about 16 MiB. */
  readSpans(query: StoredSpanQuery): Promise<StoredSpanPage>
  /** One span; ids are lower-case hexadecimal. */
  readSpan(projectId: string, traceId: string, spanId: string): Promise<KnownSpan | undefined>
  /** What spans read like from now on, in the place of what earlier rereads said. Safe to repeat. */
  writeRereads(projectId: string, rereads: readonly SpanReread[]): Promise<void>
}

export interface StoredSpanRange {
  projectId: string
  /** Nanoseconds since 1970; the end is not part of it. */
  startTimeNs: bigint
  endTimeNs: bigint
}

export interface StoredSpanQuery extends StoredSpanRange {
  /**
   * Only spans that an older version of the normalizer read last. What was read again under the version `exceptBy` counts as not read
   * again: whoever writes that was stopped and goes on.
   */
  olderThan?: { normalizerVersion: number; exceptBy?: number }
  limit: number
  cursor?: string
}

export interface StoredSpanPage {
  spans: { span: StoredSpan; earlier: EarlierReading | undefined }[]
  nextCursor: string | undefined
}

/** The newest reread of a span. */
export interface EarlierReading {
  normalizerVersion: number
  version: number
  columns: Readonly<Record<string, string>>
}

/** A span's row, and by name the columns that stand in the place of its own: as it was read again, then as settling knows. */
export interface KnownSpan {
  span: StoredSpan
  reread: Readonly<Record<string, string>> | undefined
  patch: Readonly<Record<string, string>>
}

/** How a span reads, other than its row says. Columns by snake_case name; lists as JSON, '' for what is not known. */
export interface SpanReread {
  traceId: string
  spanId: string
  startTimeNs: bigint
  /** A later one wins. */
  version: number
  rowVersion: number
  normalizerVersion: number
  columns: Readonly<Record<string, string>>
}

export interface StoreMaintenance {
  /** Brings tables and views to the newest version. Safe to call from several processes. */
  migrate(): Promise<void>
  /** Deletes telemetry older than the given moments. Returns how many rows went, by table. */
  deleteExpired(projectId: string, before: RetentionCutoffs): Promise<Record<string, number>>
  /** Rows and bytes on disk of a project's tables. */
  usage(projectId: string): Promise<TableUsage[]>
  /** Resolves when the store answers. */
  ping(): Promise<void>
}

export interface RetentionCutoffs {
  traces: Date
  metrics: Date
  logs: Date
}

export interface TableUsage {
  table: string
  rows: number
  oldest: string | null
}
