import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'

interface VirtualRowsOptions {
  /** What scrolls. */
  region: RefObject<HTMLElement>
  count: number
  rowHeight: number
  onNearEnd?: () => void
}

const OVERSCAN = 12
/** Enough for the server to draw a screen of rows. */
const FIRST_RECT = { width: 1200, height: 900 }
const NEAR = 20

/** Which rows of fixed height are in view, and where they stand. Lists and the waterfall are laid out by it. */
export function useVirtualRows({ region, count, rowHeight, onNearEnd }: VirtualRowsOptions) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => region.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    initialRect: FIRST_RECT,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured anew when their height changes.
  useEffect(() => virtualizer.measure(), [rowHeight])
  const items = virtualizer.getVirtualItems()
  const last = items[items.length - 1]?.index ?? -1
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is in view and how much there is call for more.
  useEffect(() => {
    if (count > 0 && last >= count - NEAR) onNearEnd?.()
  }, [last, count])
  return {
    items,
    height: virtualizer.getTotalSize(),
    scrollTo: (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  }
}
