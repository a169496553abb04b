import { type MetaFunction, useLoaderData } from '@remix-run/react'
import { answering } from '~/api/answering.server.ts'
import {
  aggregationsOf,
  exemplarMetricOf,
  firstOf,
  groupOf,
  MetricsPage,
  type MetricsPageProps,
  NOT_GROUPED,
  overviewGroupOf,
} from '~/features/metrics/index.ts'
import { RouteError, TopBar } from '~/features/shell/index.ts'
import { apiRange, parseTimeRange } from '~/ui/time/time-range.ts'
import { TimeRangePicker } from '~/ui/time/time-range-picker.tsx'

export const meta: MetaFunction = () => [{ title: 'Metrics · PyFlare' }]

const MOST_EXEMPLARS = 120
/** The last is of all that is left. */
const MOST_LINES = 5
const NO_EXEMPLARS = { name: '', exemplars: [] }

const OVERVIEW = ['pyflare.traces', 'pyflare.errors', 'pyflare.duration.p95', 'pyflare.cost'] as const

export const loader = answering(async ({ request, params, context: { trpc } }): Promise<MetricsPageProps> => {
  const search = new URL(request.url).searchParams
  const asked = { project_id: params.projectId, ...apiRange(parseTimeRange(search), new Date()) }
  const cut = { group_by: groupBy(overviewGroupOf(search.get('by'))), max_series: MOST_LINES - 1 }
  const sent = async () => {
    const { metrics } = await trpc.metrics.list(asked)
    const name = search.get('metric') ?? firstOf(metrics)
    if (name === undefined) return { metrics, selected: null, exemplars: NO_EXEMPLARS }
    const valueType = metrics.find((each) => each.name === name)?.value_type ?? ''
    const aggregation = aggregationsOf(name, valueType).find((each) => each === search.get('aggregation'))
    const group = groupOf(name, search.get('group'))
    const group_by = groupBy(group)
    const selected = await trpc.metrics.timeseries({ ...asked, name, aggregation, group_by })
    const from = exemplarMetricOf(selected, metrics)
    const exemplars =
      from === undefined ? NO_EXEMPLARS : await trpc.metrics.exemplars({ ...asked, name: from, limit: MOST_EXEMPLARS })
    return { metrics, selected, exemplars }
  }
  const [told, { extent }, overview] = await Promise.all([
    sent(),
    trpc.ingest.status({ project_id: params.projectId }),
    Promise.all(OVERVIEW.map((each) => trpc.metrics.timeseries({ ...asked, ...cut, name: each }))),
  ])
  return { ...told, extent: extent.metrics, overview }
})

function groupBy(group: string): string | undefined {
  return group === NOT_GROUPED ? undefined : group
}

export default function MetricsRoute() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Metrics' }]}>
        <TimeRangePicker />
      </TopBar>
      <MetricsPage {...(useLoaderData<typeof loader>() as MetricsPageProps)} />
    </>
  )
}

export function ErrorBoundary() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Metrics' }]} />
      <RouteError />
    </>
  )
}
