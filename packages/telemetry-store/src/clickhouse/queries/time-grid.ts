import { PyflareError } from '@pyflare/observe'
import type { RangeQuery } from '../../reader.ts'
import type { MetricSeries } from '../../rows.ts'
import { rfc3339 } from '../nanoseconds.ts'

const MAX_POINTS = 5_000

/** Starts of the buckets that a range touches, in seconds since 1970; multiples of the bucket's length. */
export function timeGrid({ startTime, endTime, bucketSeconds }: RangeQuery & { bucketSeconds: number }): number[] {
  if (!Number.isInteger(bucketSeconds) || bucketSeconds < 1) {
    throw new PyflareError('invalid_argument', 'The length of a bucket must be a whole number of seconds, 1 or more.')
  }
  const first = Math.floor(startTime.getTime() / 1000 / bucketSeconds)
  const last = Math.ceil(endTime.getTime() / 1000 / bucketSeconds)
  if (last - first > MAX_POINTS) {
    throw new PyflareError(
      'invalid_argument',
      `This range has more than ${MAX_POINTS} buckets of ${bucketSeconds} seconds. Ask for longer buckets or a shorter range.`,
    )
  }
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => (first + index) * bucketSeconds)
}

export interface GridValue {
  label: string
  /** Start of the bucket, in seconds. */
  bucket: number
  value: number | null
}

/** Lays values on the grid, one series a label, in order of the labels given. Buckets without a value hold `empty`. */
export function seriesOnGrid(
  grid: readonly number[],
  labels: readonly string[],
  values: readonly GridValue[],
  empty: number | null,
): MetricSeries[] {
  const cells = new Map<string, Map<number, number | null>>(labels.map((label) => [label, new Map()]))
  for (const { label, bucket, value } of values) cells.get(label)?.set(bucket, value)
  return labels.map((label) => ({
    label,
    points: grid.map((seconds) => ({
      time: rfc3339(BigInt(seconds) * 1_000_000_000n),
      value: cells.get(label)?.get(seconds) ?? empty,
    })),
  }))
}
