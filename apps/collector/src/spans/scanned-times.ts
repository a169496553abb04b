import { EARLIEST_KEPT_NS, KEPT_AHEAD_NS, type SpanTimes } from '@pyflare/domain'
import type { ScannedSpan } from '@pyflare/otlp'
import { isSane } from '../pipeline/limit/time.ts'

const NS_PER_MS = 1_000_000n
const NS_PER_MS_NUMBER = Number(NS_PER_MS)
const EARLIEST_MS = Number(EARLIEST_KEPT_NS / NS_PER_MS)
const AHEAD_MS = Number(KEPT_AHEAD_NS / NS_PER_MS)
const HIGH = 2 ** 32

/** When a scanned span began and ended. Big integers are made only where somebody asks: they cost as much as all else that a small span does. */
export class ScannedTimes implements SpanTimes {
  #span: ScannedSpan | undefined

  use(span: ScannedSpan): void {
    this.#span = span
  }

  get startTimeNs(): bigint {
    return this.#span?.bytes.readBigUInt64LE(this.#span.startAt) ?? 0n
  }

  get endTimeNs(): bigint {
    return this.#span?.bytes.readBigUInt64LE(this.#span.endAt) ?? 0n
  }

  get durationNs(): bigint {
    return this.endTimeNs - this.startTimeNs
  }

  /** The same as a number; undefined where a double would not hold it, or the span ended before it began. */
  get exactDurationNs(): number | undefined {
    if (this.#span === undefined) return undefined
    const { bytes, startAt, endAt } = this.#span
    const high = bytes.readUInt32LE(endAt + 4) - bytes.readUInt32LE(startAt + 4)
    const duration = high * HIGH + (bytes.readUInt32LE(endAt) - bytes.readUInt32LE(startAt))
    return duration >= 0 && duration <= Number.MAX_SAFE_INTEGER ? duration : undefined
  }

  /** Whether both times may be kept as they are, and are in their order. */
  areSane(receivedAtMs: number): boolean {
    if (this.#span === undefined || (this.exactDurationNs === undefined && this.durationNs < 0n)) return false
    const { bytes, startAt, endAt } = this.#span
    if (
      isSurelySane(millisecondsAt(bytes, startAt), receivedAtMs) &&
      isSurelySane(millisecondsAt(bytes, endAt), receivedAtMs)
    )
      return true
    const receivedAtNs = BigInt(receivedAtMs) * NS_PER_MS
    return isSane(this.startTimeNs, receivedAtNs) && isSane(this.endTimeNs, receivedAtNs)
  }
}

/** A time that stands in a span's bytes, in milliseconds since 1970, to less than a microsecond. */
export function millisecondsAt(bytes: Buffer, at: number): number {
  return (bytes.readUInt32LE(at + 4) * HIGH + bytes.readUInt32LE(at)) / NS_PER_MS_NUMBER
}

/** False where it comes to the last millisecond. */
function isSurelySane(atMs: number, receivedAtMs: number): boolean {
  return atMs > EARLIEST_MS + 1 && atMs < receivedAtMs + AHEAD_MS - 1
}
