import type { KeyboardEvent } from 'react'
import { formatMoment } from '../format/time.ts'
import { moveSelection, type Selection } from './brush.ts'
import { shareOfAxis } from './share-of-axis.ts'

interface HistogramBrushProps {
  edges: readonly number[]
  selection: Selection
  onSelect?: (selection: Selection) => void
}

/** The selected part, with a handle at each edge that arrows move. */
export function HistogramBrush({ edges, selection, onSelect }: HistogramBrushProps) {
  const left = shareOfAxis(edges, selection.from)
  const right = shareOfAxis(edges, selection.to)
  return (
    <>
      <span className="histogram-brush h-full" style={{ left: `${left}%`, width: `${right - left}%` }} />
      {onSelect &&
        (['from', 'to'] as const).map((part) => (
          <span
            key={part}
            role="slider"
            tabIndex={0}
            data-handle={part}
            aria-label={part === 'from' ? 'Start of selection' : 'End of selection'}
            aria-valuemin={edges[0]}
            aria-valuemax={edges[edges.length - 1]}
            aria-valuenow={selection[part]}
            aria-valuetext={`${formatMoment(selection[part])} UTC`}
            className="histogram-handle"
            style={{ left: `${part === 'from' ? left : right}%` }}
            onKeyDown={(event: KeyboardEvent) => {
              const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
              if (step === undefined) return
              event.preventDefault()
              onSelect(moveSelection(edges, selection, part, step))
            }}
          />
        ))}
    </>
  )
}
