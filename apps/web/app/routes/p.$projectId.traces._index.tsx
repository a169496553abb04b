import { type MetaFunction, useLoaderData } from '@remix-run/react'
import { answering } from '~/api/answering.server.ts'
import { RouteError, TopBar } from '~/features/shell/index.ts'
import {
  apiFilters,
  LiveButton,
  readFilters,
  readSort,
  TracesPage,
  type TracesPageProps,
} from '~/features/traces/index.ts'
import { apiRange, parseTimeRange } from '~/ui/time/time-range.ts'
import { TimeRangePicker } from '~/ui/time/time-range-picker.tsx'
import { keepsDataBut } from '~/ui/url/keeps-data.ts'

export const meta: MetaFunction = () => [{ title: 'Traces · PyFlare' }]

export const shouldRevalidate = keepsDataBut('live')

const PAGE_ROWS = 100

export const loader = answering(async ({ request, params, context: { trpc } }) => {
  const search = new URL(request.url).searchParams
  const range = apiRange(parseTimeRange(search), new Date())
  const project_id = params.projectId
  const filters = { project_id, ...apiFilters(readFilters(search)), ...range }
  const cursor = search.get('cursor') ?? undefined
  const list = trpc.traces.list({ ...filters, sort: readSort(search), limit: PAGE_ROWS, cursor })
  const histogram = Promise.all([trpc.traces.histogram(filters), trpc.traces.count(filters)]).then(
    ([{ buckets }, counted]) => ({ buckets, ...counted }),
  )
  // It is awaited by the page alone; until then its failure is nobody's.
  histogram.catch(() => undefined)
  const [page, { services }, { models }, status] = await Promise.all([
    list,
    trpc.catalogue.services({ project_id, ...range }),
    trpc.catalogue.models({ project_id, ...range }),
    trpc.ingest.status({ project_id }),
  ])
  return {
    page,
    services: services.map(({ service_name }) => service_name),
    models: models.map(({ model_id }) => model_id),
    extent: status.extent.traces,
    lag: status.lag,
    end: range.end_time,
    histogram,
  }
})

export default function TracesRoute() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Traces' }]}>
        <LiveButton />
        <TimeRangePicker clears={['cursor']} />
      </TopBar>
      <TracesPage {...(useLoaderData<typeof loader>() as TracesPageProps)} />
    </>
  )
}

export function ErrorBoundary() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Traces' }]} />
      <RouteError />
    </>
  )
}
