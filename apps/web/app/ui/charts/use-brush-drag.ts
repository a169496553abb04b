import { type PointerEvent, type RefObject, useState } from 'react'
import { type Selection, selectionOf } from './brush.ts'
import { momentAt } from './share-of-axis.ts'

interface BrushDragOptions {
  plot: RefObject<HTMLElement>
  edges: readonly number[]
  onSelect?: (selection: Selection | undefined) => void
}

interface Drag {
  /** The moment that stays while the other follows the pointer. */
  anchor: number
  now: number
  startX: number
  moved: boolean
}

/** A press that moves this far is a drag; less is a press on one bucket. */
const DRAG_PX = 4

/** Follows a pointer that draws a selection, or pulls one of its handles. A plain press selects the bucket under it. */
export function useBrushDrag({ plot, edges, onSelect }: BrushDragOptions) {
  const [drag, setDrag] = useState<Drag>()
  const [pointed, setPointed] = useState<number>()
  const momentOf = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect()
    return box === undefined ? 0 : momentAt(edges, (event.clientX - box.left) / box.width)
  }
  const onPointerDown = (event: PointerEvent) => {
    if (onSelect === undefined || event.button !== 0 || edges.length < 2) return
    const anchor = anchorOf(event.target, momentOf(event))
    plot.current?.setPointerCapture(event.pointerId)
    setDrag({ anchor, now: momentOf(event), startX: event.clientX, moved: false })
  }
  const onPointerMove = (event: PointerEvent) => {
    setPointed(momentOf(event))
    if (drag === undefined) return
    const moved = drag.moved || Math.abs(event.clientX - drag.startX) >= DRAG_PX
    setDrag({ ...drag, now: momentOf(event), moved })
  }
  const onPointerUp = () => {
    if (drag !== undefined) onSelect?.(selectionOf(edges, drag.anchor, drag.now))
    setDrag(undefined)
  }
  const forget = () => {
    setPointed(undefined)
    setDrag(undefined)
  }
  return {
    pointed,
    dragged: drag?.moved ? selectionOf(edges, drag.anchor, drag.now) : undefined,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerLeave: forget, onPointerCancel: forget },
  }
}

/** A pulled handle leaves the other edge where it is. */
function anchorOf(target: EventTarget, pressed: number): number {
  if (!(target instanceof Element)) return pressed
  const handle = target.closest('[data-handle]')
  const other = handle?.parentElement?.querySelector(
    `[data-handle]:not([data-handle="${handle.getAttribute('data-handle')}"])`,
  )
  const moment = Number(other?.getAttribute('aria-valuenow') ?? Number.NaN)
  return Number.isNaN(moment) ? pressed : moment
}
