/** What retention has to know of a partition. */
export interface PartitionFacts {
  /** All segments but the active one, oldest first. */
  closed: readonly SegmentFacts[]
  activeBytes: number
  /** What every known group has committed; `undefined` where no group reads the topic. */
  consumedTo: bigint | undefined
}

export interface SegmentFacts {
  bytes: number
  endOffset: bigint
  newestAtMs: number
}

export interface RetentionLimits {
  maxAgeMs: number
  /** Of all partitions of the topic together. */
  maxBytes: number
}

/**
 * How many of the oldest segments of each partition of a topic may go: those that are too old, then, while the topic is
 * too large, the oldest of what is left. None that a known group has yet to commit.
 */
export function chooseExpired(partitions: readonly PartitionFacts[], limits: RetentionLimits, nowMs: number): number[] {
  const counts = partitions.map(({ closed, consumedTo }) => {
    const kept = closed.findIndex(
      (segment) =>
        segment.newestAtMs >= nowMs - limits.maxAgeMs || !isConsumed(segment, consumedTo ?? segment.endOffset),
    )
    return kept < 0 ? closed.length : kept
  })
  const keptBytes = partitions.reduce((sum, { closed, activeBytes }, index) => {
    return sum + activeBytes + bytesOf(closed.slice(counts[index]))
  }, 0)
  return chooseOldest(partitions, counts, keptBytes - limits.maxBytes, (segment, { consumedTo }) =>
    isConsumed(segment, consumedTo ?? segment.endOffset),
  )
}

/**
 * How many of the oldest segments of each partition go to free `bytes` in need: only what groups have read, before its
 * time. Of a topic that nobody reads yet, nothing: its first reader is still to come.
 */
export function chooseReclaimable(partitions: readonly PartitionFacts[], bytes: number): number[] {
  const none = partitions.map(() => 0)
  return chooseOldest(
    partitions,
    none,
    bytes,
    (segment, { consumedTo }) => consumedTo !== undefined && isConsumed(segment, consumedTo),
  )
}

function isConsumed(segment: SegmentFacts, consumedTo: bigint): boolean {
  return segment.endOffset <= consumedTo
}

function bytesOf(segments: readonly SegmentFacts[]): number {
  return segments.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Adds to `counts`, one segment after the other, the oldest across all partitions, until `bytes` are free. */
function chooseOldest(
  partitions: readonly PartitionFacts[],
  counts: readonly number[],
  bytes: number,
  mayGo: (segment: SegmentFacts, partition: PartitionFacts) => boolean,
): number[] {
  const chosen = [...counts]
  for (let left = bytes; left > 0; ) {
    let oldest: { segment: SegmentFacts; index: number } | undefined
    partitions.forEach((partition, index) => {
      const segment = partition.closed[chosen[index] ?? 0]
      if (!segment || !mayGo(segment, partition)) return
      if (!oldest || segment.newestAtMs < oldest.segment.newestAtMs) oldest = { segment, index }
    })
    if (!oldest) break
    chosen[oldest.index] = (chosen[oldest.index] ?? 0) + 1
    left -= oldest.segment.bytes
  }
  return chosen
}
