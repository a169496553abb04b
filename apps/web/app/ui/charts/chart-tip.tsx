import type { CSSProperties } from 'react'
import { formatSpanOfTime } from '../format/time.ts'
import type { LineSeries } from './line-series.ts'

interface ChartTipProps {
  series: readonly (LineSeries & { colour: string })[]
  times: readonly number[]
  bucketMs: number
  /** The start of the bucket under the crosshair. */
  at: number
  format: (value: number) => string
  selectable: boolean
}

/** The exact range under the crosshair, and each series' value there, largest first. */
export function ChartTip({ series, times, bucketMs, at, format, selectable }: ChartTipProps) {
  const index = times.indexOf(at)
  const rows = series
    .map(({ name, colour, values }) => ({ name, colour, value: values[index] ?? null }))
    .sort((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY))
  return (
    <div className="chart-tip">
      <div className="mb-1 font-medium">{formatSpanOfTime(at, at + bucketMs)}</div>
      {rows.map(({ name, colour, value }) => (
        <div key={name} className="row" style={{ '--swatch': colour } as CSSProperties}>
          <i />
          <span className="ell flex-1">{name}</span>
          {value === null ? <span className="text-3">–</span> : format(value)}
        </div>
      ))}
      {selectable && <div className="mt-1 text-11 text-3">Drag to select</div>}
    </div>
  )
}
