import { useParams, useSearchParams } from '@remix-run/react'
import type { MetricDescriptor, Timeseries } from '~/api/rows.ts'
import { LineChart } from '~/ui/charts/line-chart.tsx'
import { ButtonLink } from '~/ui/controls/button-link.tsx'
import { Select } from '~/ui/controls/select.tsx'
import { formatAge } from '~/ui/format/duration.ts'
import { formatCount } from '~/ui/format/number.ts'
import { ListState } from '~/ui/lists/list-state.tsx'
import { timeRangeParams } from '~/ui/time/time-range.ts'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { unitWords, valueFormat } from './format-value.ts'

export interface MetricsPageProps {
  metrics: MetricDescriptor[]
  /** What PyFlare derives from spans. */
  overview: Timeseries[]
  /** The metric that was chosen, else the first; none where none arrived. */
  selected: Timeseries | null
}

const TITLES: Record<string, string> = {
  'pyflare.traces': 'Traces',
  'pyflare.errors': 'Failed spans',
  'pyflare.duration.p95': 'Duration, p95',
  'pyflare.cost': 'Cost',
}

const AGGREGATIONS = ['rate', 'avg', 'sum', 'min', 'max', 'count', 'last', 'p50', 'p95', 'p99'] as const
const GROUPS = [
  { value: '*', label: 'Not grouped' },
  { value: 'service_name', label: 'By service' },
  { value: 'model_id', label: 'By model' },
  { value: 'environment', label: 'By environment' },
]

/** What spans tell over time, then every metric that clients sent. */
export function MetricsPage({ metrics, overview, selected }: MetricsPageProps) {
  return (
    <div className="page">
      <h1 className="sr-only">Metrics</h1>
      <div className="grid grid-cols-2 gap-x-8 gap-y-6 border-line-1 border-b pb-4 max-md:grid-cols-1">
        {overview.map((timeseries) => (
          <SeriesChart
            key={timeseries.name}
            title={TITLES[timeseries.name] ?? timeseries.name}
            timeseries={timeseries}
          />
        ))}
      </div>
      <MetricBrowser metrics={metrics} selected={selected} />
    </div>
  )
}

function SeriesChart({ title, timeseries }: { title: string; timeseries: Timeseries }) {
  const { series, unit, bucket_seconds } = timeseries
  const patch = useSearchPatch()
  const times = (series[0]?.points ?? []).map(({ time }) => Date.parse(time))
  return (
    <LineChart
      title={title}
      subtitle={`${unitWords(unit)}per ${formatAge(bucket_seconds * 1000)}`}
      times={times}
      bucketMs={bucket_seconds * 1000}
      series={series.map(({ label, points }) => ({ name: label, values: points.map(({ value }) => value) }))}
      format={valueFormat(unit)}
      syncId="metrics"
      onSelect={({ from, to }) => patch(timeRangeParams({ kind: 'between', from: new Date(from), to: new Date(to) }))}
    />
  )
}

function MetricBrowser({ metrics, selected }: { metrics: MetricDescriptor[]; selected: Timeseries | null }) {
  const { projectId } = useParams()
  if (metrics.length === 0) {
    return (
      <ListState
        kind="never"
        title="No metric arrived in this range"
        reason="Add an OTLP metric exporter to your app: it sends to the same address as spans do."
        actions={<ButtonLink to={`/p/${projectId}/start`}>Show where to send</ButtonLink>}
      />
    )
  }
  return (
    <div className="mt-4 grid grid-cols-[minmax(220px,320px)_minmax(0,1fr)] gap-6 max-md:grid-cols-1">
      <MetricList metrics={metrics} selected={selected?.name} />
      {selected !== null && <SelectedMetric timeseries={selected} />}
    </div>
  )
}

function MetricList({ metrics, selected }: { metrics: MetricDescriptor[]; selected: string | undefined }) {
  const patch = useSearchPatch()
  return (
    <ul aria-label="Metrics" className="min-w-0">
      {metrics.map((metric) => (
        <li key={metric.name}>
          <button
            type="button"
            aria-pressed={metric.name === selected}
            title={metric.description}
            className={`w-full rounded-2 px-2 py-1 text-left text-12 hover:bg-hover ${metric.name === selected ? 'bg-active font-medium' : ''}`}
            onClick={() => patch({ metric: metric.name, aggregation: undefined })}
          >
            <span className="mono-s ell block">{metric.name}</span>
            <span className="text-11 text-3">
              {metric.value_type}
              {metric.unit !== '' && `, ${metric.unit}`}, {formatCount(metric.series)} series
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function SelectedMetric({ timeseries }: { timeseries: Timeseries }) {
  const [params] = useSearchParams()
  const patch = useSearchPatch()
  const aggregation = params.get('aggregation') ?? '*'
  return (
    <div className="min-w-0">
      <div className="mb-2 flex gap-2">
        <Select
          compact
          label="Aggregation"
          value={aggregation}
          options={[
            { value: '*', label: 'Usual aggregation' },
            ...AGGREGATIONS.map((value) => ({ value, label: value })),
          ]}
          onChange={(value) => patch({ aggregation: value === '*' ? undefined : value })}
        />
        <Select
          compact
          label="Group"
          value={params.get('group') ?? '*'}
          options={GROUPS}
          onChange={(value) => patch({ group: value === '*' ? undefined : value })}
        />
      </div>
      <SeriesChart title={timeseries.name} timeseries={timeseries} />
    </div>
  )
}
