import { lazy, Suspense } from 'react'
import { formatMoment } from '../format/time.ts'
import type { Column } from '../lists/column.ts'
import { Table } from '../lists/table.tsx'
import { useHydrated } from '../use-hydrated.ts'
import { ChartFrame } from './chart-frame.tsx'
import { hasValues, type LineChartProps } from './line-series.ts'
import { seriesColour } from './series-colours.ts'

/** The library that draws is only fetched where a chart is shown, and only in a browser. */
const Drawing = lazy(() => import('./line-chart-drawing.tsx'))

export function LineChart(props: LineChartProps) {
  const { title, subtitle, series, height = 160 } = props
  const hydrated = useHydrated()
  const coloured = series.map((it, index) => ({ ...it, colour: it.colour ?? seriesColour(index) }))
  return (
    <ChartFrame title={title} subtitle={subtitle} legend={coloured} table={<ValueTable {...props} />}>
      <div className="chart" style={{ height }}>
        {!hasValues(series) && <p className="chart-empty">Nothing was measured in this range</p>}
        {hydrated && hasValues(series) && (
          <Suspense>
            <Drawing {...props} series={coloured} height={height} />
          </Suspense>
        )}
      </div>
    </ChartFrame>
  )
}

interface ValueRow {
  time: number
  values: (number | null | undefined)[]
}

function ValueTable({ title, times, series, scale }: LineChartProps) {
  const rows: ValueRow[] = times
    .map((time, index) => ({ time, values: series.map(({ values }) => values[index]) }))
    .reverse()
  const columns: Column<ValueRow>[] = [
    { id: 'time', head: 'From, UTC', cell: ({ time }) => formatMoment(time) },
    ...series.map(
      ({ name }, index): Column<ValueRow> => ({
        id: `series-${index}`,
        head: name || title,
        align: 'end',
        cell: ({ values }) => {
          const value = values[index]
          return value === null || value === undefined ? <span className="text-3">–</span> : scale.format(value)
        },
      }),
    ),
  ]
  return (
    <div className="scroll-thin max-h-80 overflow-y-auto">
      <Table label={title} columns={columns} rows={rows} keyOf={({ time }) => String(time)} />
    </div>
  )
}
