import { memo } from 'react'
import type { Selection } from './brush.ts'
import type { HistogramBucket } from './histogram-bucket.ts'

interface HistogramBarsProps {
  buckets: readonly HistogramBucket[]
  edges: readonly number[]
  height: number
  selection: Selection | undefined
}

/** Bars of equal width; a count of one is a pixel high at least. Outside the brush they are half as strong. */
export const HistogramBars = memo(function HistogramBars({ buckets, edges, height, selection }: HistogramBarsProps) {
  const count = buckets.length
  const most = Math.max(1, ...buckets.map(({ ok, failed }) => ok + failed))
  const room = height - 4
  return (
    <svg
      viewBox={`0 0 ${Math.max(1, count)} ${height}`}
      preserveAspectRatio="none"
      className="absolute inset-0 h-full w-full"
      aria-hidden="true"
    >
      <path d={`M0 ${height - 0.5}H${count}`} stroke="var(--border-2)" vectorEffect="non-scaling-stroke" />
      {buckets.map(({ start, ok, failed }, index) => {
        const okHeight = heightOf(ok, most, room)
        const failedHeight = heightOf(failed, most, room)
        const end = edges[index + 1] ?? start
        const outside = selection !== undefined && (start < selection.from || end > selection.to)
        return (
          <g key={start} opacity={outside ? 0.5 : 1}>
            <rect x={index + 0.06} width={0.88} y={height - okHeight} height={okHeight} fill="var(--series-rest)" />
            <rect
              x={index + 0.06}
              width={0.88}
              y={height - okHeight - failedHeight}
              height={failedHeight}
              fill="var(--error)"
            />
          </g>
        )
      })}
    </svg>
  )
})

function heightOf(count: number, most: number, room: number): number {
  return count === 0 ? 0 : Math.max(1, (count / most) * room)
}
