import type { RawLog, RawMetricPoint, RawSpan } from '@pyflare/domain'
import { limitLog } from './limit/limit-log.ts'
import { limitPoint } from './limit/limit-point.ts'
import { limitSpan, type SpanLimits } from './limit/limit-span.ts'
import type { Limited } from './limit/limited.ts'
import { mendingsOf } from './limit/mendings.ts'
import { sampleOf } from './limit/sample-of.ts'
import type { LimitedItem } from './records.ts'
import { type Staged, stageEach } from './stage.ts'

const NS_PER_MS = 1_000_000n

type LimitOne<Raw> = (raw: Raw, limits: SpanLimits, receivedAtNs: bigint) => Limited<Raw> | string

/**
 * First stage: counts, lengths, ids and times. What can be repaired is; the rest costs one item, and its client is told why. Texts of
 * spans and log records are left whole, for messages that were cut could not be read: `createCut` cuts them.
 * `firstIndex` is the place of a batch's first item in its request.
 */
export function createLimit(limits: SpanLimits) {
  const stage = <Raw extends RawSpan | RawLog | RawMetricPoint>(
    batch: readonly Raw[],
    receivedAtMs: number,
    firstIndex: number,
    limitOne: LimitOne<Raw>,
  ): Staged<LimitedItem<Raw>> => {
    const receivedAtNs = BigInt(receivedAtMs) * NS_PER_MS
    const mended = new Map<string, number>()
    const staged = stageEach(
      batch,
      (raw, place) => {
        const limited = limitOne(raw, limits, receivedAtNs)
        if (typeof limited === 'string') return limited
        for (const how of mendingsOf(raw, limited)) mended.set(how, (mended.get(how) ?? 0) + 1)
        return { index: firstIndex + place, ...limited }
      },
      (_raw, place) => firstIndex + place,
      sampleOf,
    )
    return { ...staged, mended }
  }
  return {
    spans: (batch: readonly RawSpan[], receivedAtMs: number, firstIndex = 0) =>
      stage(batch, receivedAtMs, firstIndex, limitSpan),
    logs: (batch: readonly RawLog[], receivedAtMs: number, firstIndex = 0) =>
      stage(batch, receivedAtMs, firstIndex, limitLog),
    points: (batch: readonly RawMetricPoint[], receivedAtMs: number, firstIndex = 0) =>
      stage(batch, receivedAtMs, firstIndex, limitPoint),
  }
}
