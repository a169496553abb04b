/**
 * What is written beside a committed offset: the end of the block that is being inserted, so that a restart inserts the
 * very same block, what is left out of it, and the ids of the newest batches, so that their repeats are known after it.
 */
export interface BlockBoundary {
  /** Undefined when no block is being inserted. */
  until: bigint | undefined
  /** Offsets of messages that repeat an earlier one. */
  repeats: readonly bigint[]
  recentIds: readonly string[]
}

/** The log takes 4,000 characters. */
const MAX_LENGTH = 4_000
const NONE: BlockBoundary = { until: undefined, repeats: [], recentIds: [] }

export function formatBoundary({ until, repeats, recentIds }: BlockBoundary): string {
  return JSON.stringify({
    until: until?.toString(),
    repeats: repeats.length > 0 ? repeats.map(String) : undefined,
    recent: recentIds.length > 0 ? recentIds.join(' ') : undefined,
  })
}

/** Whether the log has room for the boundary as it is. */
export function fits(boundary: BlockBoundary): boolean {
  return formatBoundary(boundary).length <= MAX_LENGTH
}

/** Metadata that another program wrote says nothing. */
export function parseBoundary(metadata: string): BlockBoundary {
  if (metadata === '') return NONE
  let value: unknown
  try {
    value = JSON.parse(metadata)
  } catch {
    return NONE
  }
  if (typeof value !== 'object' || value === null) return NONE
  const { until, repeats, recent } = value as Record<string, unknown>
  return {
    until: isOffset(until) ? BigInt(until) : undefined,
    repeats: Array.isArray(repeats) ? repeats.filter(isOffset).map(BigInt) : [],
    recentIds: typeof recent === 'string' ? recent.split(' ') : [],
  }
}

function isOffset(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,19}$/.test(value)
}
