import type { Timeseries } from '~/api/rows.ts'
import { LineChart } from '~/ui/charts/line-chart.tsx'
import type { ChartMark } from '~/ui/charts/line-series.ts'
import { timeRangeParams } from '~/ui/time/time-range.ts'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { seriesWords } from './series-words.ts'

/** What is called nothing in a group: its records do not say it. */
const NOT_SAID = 'not said'

interface SeriesChartProps {
  title: string
  timeseries: Timeseries
  /** Of a metric that a client sent. */
  valueType?: string
  marks?: readonly ChartMark[]
  height?: number
  /** A token, where the series of a label has a colour of its own. */
  colourOf?: (label: string) => string | undefined
}

/** Series over time; a drag narrows the range of the page. */
export function SeriesChart({ title, timeseries, valueType, marks, height, colourOf }: SeriesChartProps) {
  const { series, bucket_seconds } = timeseries
  const patch = useSearchPatch()
  const { subtitle, scale } = seriesWords(timeseries, valueType)
  return (
    <LineChart
      title={title}
      subtitle={subtitle}
      times={(series[0]?.points ?? []).map(({ time }) => Date.parse(time))}
      bucketMs={bucket_seconds * 1000}
      series={series.map(({ label, points }) => ({
        name: label === '' && series.length > 1 ? NOT_SAID : label,
        colour: colourOf?.(label),
        values: points.map(({ value }) => value),
      }))}
      scale={scale}
      marks={marks}
      height={height}
      syncId="metrics"
      onSelect={({ from, to }) => patch(timeRangeParams({ kind: 'between', from: new Date(from), to: new Date(to) }))}
    />
  )
}
