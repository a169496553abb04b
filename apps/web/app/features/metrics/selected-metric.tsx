import { useParams, useSearchParams } from '@remix-run/react'
import type { MetricDescriptor, MetricExemplars, Timeseries } from '~/api/rows.ts'
import { Select } from '~/ui/controls/select.tsx'
import { ListState } from '~/ui/lists/list-state.tsx'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { ExemplarList } from './exemplar-list.tsx'
import { exemplarMarks, tracedExemplars } from './exemplar-marks.ts'
import { groupOf, isMeasure, measureTitle, NOT_GROUPED } from './measures.ts'
import { SeriesChart } from './series-chart.tsx'
import { aggregationsOf, isMeasured } from './series-words.ts'
import { valueScale } from './unit.ts'

interface SelectedMetricProps {
  /** undefined for a measure, and where the address names a metric that is not in the range. */
  metric: MetricDescriptor | undefined
  timeseries: Timeseries
  exemplars: MetricExemplars
}

const GROUPS = [
  { value: NOT_GROUPED, label: 'Not grouped' },
  { value: 'service_name', label: 'By service' },
  { value: 'model_id', label: 'By model' },
  { value: 'environment', label: 'By environment' },
]
const CALL_GROUPS = [
  { value: 'provider', label: 'By provider' },
  { value: 'operation_kind', label: 'By operation' },
]
const TOKEN_GROUPS = [
  { value: 'token_type', label: 'By type of token' },
  { value: 'token_modality', label: 'By modality' },
]

/** One metric or measure over time, with the single measurements that lead to traces. */
export function SelectedMetric({ metric, timeseries, exemplars }: SelectedMetricProps) {
  const { projectId = '' } = useParams()
  if (timeseries.series.length === 0) {
    return (
      <ListState
        kind="none_in_range"
        title={`No point of ${measureTitle(timeseries.name) || timeseries.name} in this range`}
        reason="Choose a longer range above, or another metric."
      />
    )
  }
  const valueType = metric?.value_type ?? ''
  const traced = tracedExemplars(exemplars.exemplars, projectId)
  const { format } = valueScale(timeseries.unit)
  return (
    <div className="min-w-0">
      <Choices timeseries={timeseries} valueType={valueType} />
      {metric?.description && <p className="mb-2 text-12 text-2">{metric.description}</p>}
      <SeriesChart
        title={measureTitle(timeseries.name) || timeseries.name}
        timeseries={timeseries}
        valueType={valueType}
        height={220}
        marks={exemplarMarks(traced, format, isMeasured(timeseries.aggregation))}
      />
      {isMeasure(timeseries.name) && <Sources metrics={timeseries.metrics} />}
      <ExemplarList
        exemplars={traced}
        of={exemplars.name === timeseries.name ? undefined : exemplars.name}
        format={format}
      />
    </div>
  )
}

function Sources({ metrics }: { metrics: readonly string[] }) {
  return (
    <p className="wrap-anywhere mt-2 text-11 text-3">
      From {metrics.join(', ')}.{metrics.length > 1 && ' Calls that several of them tell of count once.'}
    </p>
  )
}

function Choices({ timeseries, valueType }: { timeseries: Timeseries; valueType: string }) {
  const [params] = useSearchParams()
  const patch = useSearchPatch()
  const { name, aggregation: usual } = timeseries
  const asked = params.get('aggregation')
  const options = aggregationsOf(name, valueType)
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
        value={groupOf(name, params.get('group'))}
        options={groupsOf(timeseries)}
        onChange={(value) => patch({ group: value })}
      />
    </div>
  )
}

function groupsOf({ name, unit }: Timeseries) {
  if (!isMeasure(name)) return GROUPS
  return [...GROUPS, ...CALL_GROUPS, ...(unit === '{token}' ? TOKEN_GROUPS : [])]
}
