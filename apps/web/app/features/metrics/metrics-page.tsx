import { useParams } from '@remix-run/react'
import type { MetricDescriptor, MetricExemplars, Timeseries } from '~/api/rows.ts'
import { ButtonLink } from '~/ui/controls/button-link.tsx'
import { ListState } from '~/ui/lists/list-state.tsx'
import { NoneInRange } from '~/ui/time/none-in-range.tsx'
import { MetricList } from './metric-list.tsx'
import { MetricsOverview } from './metrics-overview.tsx'
import { SelectedMetric } from './selected-metric.tsx'

export interface MetricsPageProps {
  metrics: MetricDescriptor[]
  /** When the project's oldest and newest point was measured; null when none ever arrived. */
  extent: { oldest: string; newest: string } | null
  /** What PyFlare derives from spans. */
  overview: Timeseries[]
  /** The measure or metric that was chosen, else the first; none where none arrived. */
  selected: Timeseries | null
  /** Of that metric, or of one that tells that measure. */
  exemplars: MetricExemplars
}

/** What spans tell over time, then every metric that clients sent. */
export function MetricsPage({ metrics, extent, overview, selected, exemplars }: MetricsPageProps) {
  return (
    <div className="page">
      <h1 className="sr-only">Metrics</h1>
      <MetricsOverview overview={overview} />
      <MetricBrowser metrics={metrics} extent={extent} selected={selected} exemplars={exemplars} />
    </div>
  )
}

function MetricBrowser({ metrics, extent, selected, exemplars }: Omit<MetricsPageProps, 'overview'>) {
  const { projectId } = useParams()
  if (metrics.length === 0 && extent !== null) {
    return <NoneInRange className="mt-4" title="No metric in this range" newest={extent.newest} />
  }
  if (metrics.length === 0) {
    return (
      <ListState
        className="mt-4"
        kind="never"
        title="No metric has ever arrived"
        reason="Add an OTLP metric exporter to your app: it sends to the same address as spans do."
        actions={<ButtonLink to={`/p/${projectId}/start`}>Show where to send</ButtonLink>}
      />
    )
  }
  return (
    <div className="mt-4 grid grid-cols-[minmax(220px,320px)_minmax(0,1fr)] gap-6 max-md:grid-cols-1">
      <MetricList metrics={metrics} selected={selected?.name} />
      {selected !== null && (
        <SelectedMetric
          metric={metrics.find(({ name }) => name === selected.name)}
          timeseries={selected}
          exemplars={exemplars}
        />
      )}
    </div>
  )
}
