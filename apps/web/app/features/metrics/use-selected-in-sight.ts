import { type RefObject, useEffect, useRef } from 'react'

/** Scrolls a list, and nothing around it, to the entry that is pressed, whenever that changes. */
export function useSelectedInSight(selected: string | undefined): RefObject<HTMLDivElement> {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the entry that is pressed is the one that is selected.
  useEffect(() => {
    const box = list.current
    const entry = box?.querySelector<HTMLElement>('[aria-pressed="true"]')
    if (!box || !entry) return
    const below = entry.offsetTop + entry.offsetHeight - box.clientHeight
    if (entry.offsetTop < box.scrollTop) box.scrollTop = entry.offsetTop
    else if (below > box.scrollTop) box.scrollTop = below
  }, [selected])
  return list
}
