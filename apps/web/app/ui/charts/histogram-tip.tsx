import type { CSSProperties } from 'react'
import { formatCount } from '../format/number.ts'
import { formatSpanOfTime } from '../format/time.ts'
import type { HistogramBucket, HistogramWords } from './histogram-bucket.ts'
import { shareOfAxis } from './share-of-axis.ts'

interface HistogramTipProps {
  noun: string
  words: HistogramWords
  buckets: readonly HistogramBucket[]
  edges: readonly number[]
  /** The moment under the pointer. */
  at: number
  selectable: boolean
}

export function HistogramTip({ noun, words, buckets, edges, at, selectable }: HistogramTipProps) {
  const index = buckets.findLastIndex(({ start }) => start <= at)
  const bucket = buckets[index]
  if (bucket === undefined) return null
  const share = shareOfAxis(edges, bucket.start)
  const place: CSSProperties = { left: `${share}%`, translate: share > 60 ? 'calc(-100% - 12px) 0' : '24px 0' }
  const rows = [
    { word: words.ok, count: bucket.ok, swatch: 'var(--series-rest)' },
    { word: words.failed, count: bucket.failed, swatch: 'var(--error)' },
  ]
  return (
    <div className="chart-tip pointer-events-none absolute top-0 z-30" style={place} aria-hidden="true">
      <div className="mb-1 font-medium">{formatSpanOfTime(bucket.start, edges[index + 1] ?? bucket.start)}</div>
      {rows.map(({ word, count, swatch }) => (
        <div key={word} className="row" style={{ '--swatch': swatch } as CSSProperties}>
          <i />
          <span className="flex-1">{word}</span>
          {formatCount(count)}
        </div>
      ))}
      {selectable && <div className="mt-1 text-11 text-3">Drag to select, press for these {noun}</div>}
    </div>
  )
}
