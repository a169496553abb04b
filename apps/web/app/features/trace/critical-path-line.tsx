import type { PathSegment } from './critical-path.ts'
import type { SpanNode } from './span-tree.ts'
import type { TimeScale } from './time-scale.ts'

interface CriticalPathLineProps {
  segments: readonly PathSegment[]
  rows: readonly SpanNode[]
  scale: TimeScale
  rowHeight: number
  durationMs: number
}

/** Hand-overs in a parent that are shorter than this share of the trace are not worth a jump of the line. */
const SMALL_SHARE = 0.003
const BELOW_BAR = 23.5

/** One staircase through the bars: what the trace waited for, from its start to its end. */
export function CriticalPathLine({ segments, rows, scale, rowHeight, durationMs }: CriticalPathLineProps) {
  const place = new Map(rows.map((node, index) => [node.span.span_id, { index, container: node.children.length > 0 }]))
  const steps: string[] = []
  let last: { x: number; y: number } | undefined
  for (const { spanId, fromMs, toMs } of segments) {
    const row = place.get(spanId)
    if (row === undefined || (row.container && toMs - fromMs < durationMs * SMALL_SHARE)) continue
    const y = row.index * rowHeight + BELOW_BAR
    const from = scale.percent(fromMs) * 10
    const to = Math.max(scale.percent(toMs) * 10, from + 1)
    steps.push(last === undefined ? `M${from} ${y}` : `M${last.x} ${last.y}H${from}V${y}`, `H${to}`)
    last = { x: to, y }
  }
  const height = rows.length * rowHeight
  return (
    <svg
      className="wf-path"
      viewBox={`0 0 1000 ${height}`}
      width="100%"
      height={height}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={steps.join('')} fill="none" stroke="var(--accent)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
