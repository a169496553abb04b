import { useParams, useSearchParams } from '@remix-run/react'
import type { Exemplar, MetricDescriptor, Timeseries } from '~/api/rows.ts'
import { Select } from '~/ui/controls/select.tsx'
import { ListState } from '~/ui/lists/list-state.tsx'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { ExemplarList } from './exemplar-list.tsx'
import { exemplarMarks, tracedExemplars } from './exemplar-marks.ts'
import { valueFormat } from './format-value.ts'
import { SeriesChart } from './series-chart.tsx'
import { aggregationsOf, isMeasured } from './series-words.ts'

interface SelectedMetricProps {
  /** undefined where the address names a metric that is not in the range. */
  metric: MetricDescriptor | undefined
  timeseries: Timeseries
  exemplars: readonly Exemplar[]
}

const GROUPS = [
  { value: '*', label: 'Not grouped' },
  { value: 'service_name', label: 'By service' },
  { value: 'model_id', label: 'By model' },
  { value: 'environment', label: 'By environment' },
]

/** One metric over time, with the single measurements that lead to traces. */
export function SelectedMetric({ metric, timeseries, exemplars }: SelectedMetricProps) {
  const { projectId = '' } = useParams()
  if (timeseries.series.length === 0) {
    return (
      <ListState
        kind="none_in_range"
        title={`No point of ${timeseries.name} in this range`}
        reason="Choose a longer range above, or another metric."
      />
    )
  }
  const valueType = metric?.value_type ?? ''
  const traced = tracedExemplars(exemplars, projectId)
  const format = valueFormat(timeseries.unit)
  return (
    <div className="min-w-0">
      <Choices valueType={valueType} usual={timeseries.aggregation} />
      {metric?.description && <p className="mb-2 text-12 text-2">{metric.description}</p>}
      <SeriesChart
        title={timeseries.name}
        timeseries={timeseries}
        valueType={valueType}
        height={220}
        marks={exemplarMarks(traced, format, isMeasured(timeseries.aggregation))}
      />
      <ExemplarList exemplars={traced} format={format} />
    </div>
  )
}

function Choices({ valueType, usual }: { valueType: string; usual: Timeseries['aggregation'] }) {
  const [params] = useSearchParams()
  const patch = useSearchPatch()
  const asked = params.get('aggregation')
  const options = aggregationsOf(valueType)
  return (
    <div className="mb-2 flex flex-wrap gap-2">
      <Select
        compact
        label="Aggregation"
        value={options.find((each) => each === asked) ?? '*'}
        options={[
          { value: '*', label: asked === null && usual !== null ? `Usual: ${usual}` : 'Usual' },
          ...options.map((value) => ({ value, label: value })),
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
  )
}
