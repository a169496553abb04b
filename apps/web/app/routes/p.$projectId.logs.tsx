import { type MetaFunction, useLoaderData } from '@remix-run/react'
import { answering } from '~/api/answering.server.ts'
import { apiLogFilters, LogsPage, type LogsPageProps, readLogFilters } from '~/features/logs/index.ts'
import { RouteError, TopBar } from '~/features/shell/index.ts'
import { apiRange, parseTimeRange } from '~/ui/time/time-range.ts'
import { TimeRangePicker } from '~/ui/time/time-range-picker.tsx'
import { keepsDataBut } from '~/ui/url/keeps-data.ts'

export const meta: MetaFunction = () => [{ title: 'Logs · PyFlare' }]

export const shouldRevalidate = keepsDataBut('log')

const PAGE_ROWS = 200

export const loader = answering(async ({ request, params, context: { trpc } }): Promise<LogsPageProps> => {
  const search = new URL(request.url).searchParams
  const range = apiRange(parseTimeRange(search), new Date())
  const project_id = params.projectId
  const cursor = search.get('cursor') ?? undefined
  const [page, { services }, status] = await Promise.all([
    trpc.logs.list({ project_id, ...apiLogFilters(readLogFilters(search)), ...range, limit: PAGE_ROWS, cursor }),
    trpc.catalogue.services({ project_id, ...range }),
    trpc.ingest.status({ project_id }),
  ])
  return {
    page,
    services: services.map(({ service_name }) => service_name),
    extent: status.extent.logs,
    lag: status.lag,
  }
})

export default function LogsRoute() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Logs' }]}>
        <TimeRangePicker clears={['cursor', 'log']} />
      </TopBar>
      <LogsPage {...(useLoaderData<typeof loader>() as LogsPageProps)} />
    </>
  )
}

export function ErrorBoundary() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Logs' }]} />
      <RouteError />
    </>
  )
}
