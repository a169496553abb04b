import { type MetaFunction, useLoaderData } from '@remix-run/react'
import { answering } from '~/api/answering.server.ts'
import type { Instrumentation } from '~/api/rows.ts'
import { InstrumentationPage } from '~/features/instrumentation/index.ts'
import { RouteError, TopBar } from '~/features/shell/index.ts'
import { apiRange, parseTimeRange } from '~/ui/time/time-range.ts'
import { TimeRangePicker } from '~/ui/time/time-range-picker.tsx'

interface LoaderAnswer {
  instrumentation: Instrumentation
  extent: { oldest: string; newest: string } | null
  asked: string
}

export const meta: MetaFunction = () => [{ title: 'Instrumentation · PyFlare' }]

export const loader = answering(async ({ request, params, context: { trpc } }): Promise<LoaderAnswer> => {
  const range = apiRange(parseTimeRange(new URL(request.url).searchParams), new Date())
  const project_id = params.projectId
  const [instrumentation, { extent }] = await Promise.all([
    trpc.instrumentation.get({ project_id, ...range }),
    trpc.ingest.status({ project_id }),
  ])
  return { instrumentation, extent: extent.traces, asked: range.start_time }
})

export default function InstrumentationRoute() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Ingest', path: 'ingest' }, { label: 'Instrumentation' }]}>
        <TimeRangePicker />
      </TopBar>
      <InstrumentationPage {...(useLoaderData<typeof loader>() as LoaderAnswer)} />
    </>
  )
}

export function ErrorBoundary() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Ingest', path: 'ingest' }, { label: 'Instrumentation' }]} />
      <RouteError />
    </>
  )
}
