import { type RefObject, useEffect, useRef } from 'react'

/** Marks the entry that one is at: of links, of tabs, of buttons. */
const CURRENT = '[aria-current="page"], [aria-selected="true"], [aria-pressed="true"]'

/** Scrolls a box, and nothing around it, to the entry in it that one is at, whenever that changes. */
export function useCurrentInSight<Box extends HTMLElement>(current: string | undefined): RefObject<Box> {
  const ref = useRef<Box>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: which entry is marked follows from what is current.
  useEffect(() => {
    const box = ref.current
    const entry = box?.querySelector(CURRENT)?.getBoundingClientRect()
    if (!box || !entry) return
    const { left, right, top, bottom } = box.getBoundingClientRect()
    box.scrollLeft += overhang(entry.left - left, entry.right - right)
    box.scrollTop += overhang(entry.top - top, entry.bottom - bottom)
  }, [current])
  return ref
}

/** How far to scroll, in whole pixels, for what begins and ends so far behind the edges of its box; its begin counts for more. */
function overhang(begin: number, end: number): number {
  return begin < 0 ? Math.floor(begin) : Math.ceil(Math.max(0, Math.min(begin, end)))
}
