import type { Timeseries } from '~/api/rows.ts'
import { LineChart } from '~/ui/charts/line-chart.tsx'
import type { ChartMark } from '~/ui/charts/line-series.ts'
import { timeRangeParams } from '~/ui/time/time-range.ts'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { seriesWords } from './series-words.ts'

interface SeriesChartProps {
  title: string
  timeseries: Timeseries
  /** Of a metric that a client sent. */
  valueType?: string
  marks?: readonly ChartMark[]
  height?: number
  /** A token, where what is drawn has a colour of its own. */
  colour?: string
}

/** Series over time; a drag narrows the range of the page. */
export function SeriesChart({ title, timeseries, valueType, marks, height, colour }: SeriesChartProps) {
  const { series, bucket_seconds } = timeseries
  const patch = useSearchPatch()
  const { subtitle, scale } = seriesWords(timeseries, valueType)
  return (
    <LineChart
      title={title}
      subtitle={subtitle}
      times={(series[0]?.points ?? []).map(({ time }) => Date.parse(time))}
      bucketMs={bucket_seconds * 1000}
      series={series.map(({ label, points }) => ({ name: label, colour, values: points.map(({ value }) => value) }))}
      scale={scale}
      marks={marks}
      height={height}
      syncId="metrics"
      onSelect={({ from, to }) => patch(timeRangeParams({ kind: 'between', from: new Date(from), to: new Date(to) }))}
    />
  )
}
