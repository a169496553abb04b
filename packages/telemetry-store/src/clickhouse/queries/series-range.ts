import type { RangeQuery } from '../../reader.ts'
import { nanosOf } from '../nanoseconds.ts'

const MINUTE_NS = 60_000_000_000n

/**
 * The range that series are made of, in nanoseconds; its end is not part of it. Where buckets are whole minutes it is that of the
 * minutes which the asked one touches, whatever is read: so totals are the same however they are cut.
 */
export function seriesRange({ startTime, endTime, bucketSeconds }: RangeQuery & { bucketSeconds: number }): {
  start: bigint
  end: bigint
} {
  const [start, end] = [nanosOf(startTime), nanosOf(endTime)]
  if (bucketSeconds % 60 !== 0) return { start, end }
  return { start: floor(start), end: -floor(-end) }
}

function floor(time: bigint): bigint {
  const rest = time % MINUTE_NS
  return time - (rest < 0n ? rest + MINUTE_NS : rest)
}
