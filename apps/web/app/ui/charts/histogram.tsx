import { type KeyboardEvent, useRef } from 'react'
import { formatCount } from '../format/number.ts'
import { formatDate, formatHour, formatSpanOfTime } from '../format/time.ts'
import { timeTicks } from './axis-steps.ts'
import { moveSelection, type Selection } from './brush.ts'
import { HistogramBars } from './histogram-bars.tsx'
import { HistogramBrush } from './histogram-brush.tsx'
import { type HistogramBucket, type HistogramWords, OK_OR_FAILED } from './histogram-bucket.ts'
import { HistogramTip } from './histogram-tip.tsx'
import { useBrushDrag } from './use-brush-drag.ts'

interface HistogramProps {
  /** What is counted: "traces". */
  noun: string
  words?: HistogramWords
  buckets: readonly HistogramBucket[]
  /** Where the last bucket ends. */
  end: number
  height?: number
  selection?: Selection
  /** Called when a drag ends or a key moves the brush; undefined clears it. */
  onSelect?: (selection: Selection | undefined) => void
}

/** Counts over time as bars, failures on top in their own colour, with a brush for pointer and keys. */
export function Histogram({
  noun,
  words = OK_OR_FAILED,
  buckets,
  end,
  height = 48,
  selection,
  onSelect,
}: HistogramProps) {
  const plot = useRef<HTMLDivElement>(null)
  const edges = [...buckets.map(({ start }) => start), end]
  const first = edges[0] ?? end
  const drag = useBrushDrag({ plot, edges, onSelect })
  const shown = drag.dragged ?? selection
  const onKeyDown = (event: KeyboardEvent) => {
    if (onSelect === undefined || event.target !== event.currentTarget) return
    const next = selectByKey(event.key, edges, selection)
    if (next === 'none') return
    event.preventDefault()
    onSelect(next)
  }
  const total = buckets.reduce((sum, { ok, failed }) => sum + ok + failed, 0)
  const failed = buckets.reduce((sum, bucket) => sum + bucket.failed, 0)
  const sentence = `${formatCount(total)} ${noun} from ${formatSpanOfTime(first, end)} UTC, ${formatCount(failed)} of them ${words.failed}.`
  const keys = onSelect ? ' Arrow keys select a part and move it, Escape clears it.' : ''
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys draw and move the brush from here.
    <div role="group" aria-label={sentence + keys} tabIndex={0} className="histogram" onKeyDown={onKeyDown}>
      <div ref={plot} className="histogram-plot" style={{ height }} {...drag.handlers}>
        <HistogramBars buckets={buckets} edges={edges} height={height} selection={shown} />
        {shown && <HistogramBrush edges={edges} selection={shown} onSelect={onSelect} />}
        {drag.pointed !== undefined && drag.dragged === undefined && (
          <HistogramTip
            noun={noun}
            words={words}
            buckets={buckets}
            edges={edges}
            at={drag.pointed}
            selectable={onSelect !== undefined}
          />
        )}
      </div>
      <HistogramAxis from={first} to={end} />
    </div>
  )
}

function HistogramAxis({ from, to }: { from: number; to: number }) {
  const ticks = timeTicks(from, to)
  const share = (at: number) => (100 * (at - from)) / (to - from || 1)
  return (
    <div className="relative h-4 overflow-hidden" aria-hidden="true">
      {ticks.map((at) => (
        <span
          key={at}
          className="axis-text absolute top-1 whitespace-nowrap"
          style={{ left: `${share(at)}%`, translate: share(at) < 3 ? '0' : share(at) > 97 ? '-100%' : '-50%' }}
        >
          {labelOf(at, to - from)}
        </span>
      ))}
    </div>
  )
}

const DAY_MS = 86_400_000

function labelOf(at: number, span: number): string {
  const midnight = at % DAY_MS === 0
  const date = new Date(at)
  return midnight || span > 7 * DAY_MS ? formatDate(date) : formatHour(date)
}

function selectByKey(
  key: string,
  edges: readonly number[],
  selection: Selection | undefined,
): Selection | undefined | 'none' {
  const last = edges.length - 1
  if (key === 'Escape') return selection === undefined ? 'none' : undefined
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key]
  if (step === undefined || last < 1) return 'none'
  if (selection !== undefined) return moveSelection(edges, selection, 'both', step)
  const start = step < 0 ? last - 1 : 0
  return { from: edges[start] ?? 0, to: edges[start + 1] ?? 0 }
}
