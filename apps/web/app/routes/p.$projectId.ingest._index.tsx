import { type MetaFunction, useLoaderData } from '@remix-run/react'
import { answering } from '~/api/answering.server.ts'
import type { Ingestion } from '~/api/rows.ts'
import { IngestPage, readSignal } from '~/features/ingest/index.ts'
import { RouteError, TopBar } from '~/features/shell/index.ts'
import { apiRange, parseTimeRange } from '~/ui/time/time-range.ts'
import { TimeRangePicker } from '~/ui/time/time-range-picker.tsx'

interface LoaderAnswer {
  ingestion: Ingestion
  end: string
  now: string
}

export const meta: MetaFunction = () => [{ title: 'Ingestion ledger · PyFlare' }]

export const loader = answering(async ({ request, params, context: { trpc } }): Promise<LoaderAnswer> => {
  const search = new URL(request.url).searchParams
  const now = new Date()
  const range = apiRange(parseTimeRange(search), now)
  const ingestion = await trpc.ingestion.get({ project_id: params.projectId, ...range, signal: readSignal(search) })
  return { ingestion, end: range.end_time, now: now.toISOString() }
})

export default function IngestRoute() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Ingest' }]}>
        <TimeRangePicker />
      </TopBar>
      <IngestPage {...(useLoaderData<typeof loader>() as LoaderAnswer)} />
    </>
  )
}

export function ErrorBoundary() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Ingest' }]} />
      <RouteError />
    </>
  )
}
