import { type MetaFunction, useLoaderData } from '@remix-run/react'
import { answering } from '~/api/answering.server.ts'
import { TracePage, type TracePageProps } from '~/features/trace/index.ts'
import '~/features/trace/explain/explain.css'
import '~/features/trace/transcript.css'
import '~/features/trace/waterfall.css'
import { RouteError, TopBar } from '~/features/shell/index.ts'
import { keepsDataBut } from '~/ui/url/keeps-data.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.trace.name ?? 'Trace'} · PyFlare` }]

export const shouldRevalidate = keepsDataBut('span', 'tab', 'view', 'path', 'idle')

const MAX_SPANS = 10_000
const MAX_LOGS = 1000

export const loader = answering(async ({ params, context: { trpc } }): Promise<TracePageProps> => {
  const asked = { project_id: params.projectId, trace_id: params.traceId ?? '' }
  const [trace, { spans, next_cursor }, { logs }] = await Promise.all([
    trpc.traces.get(asked),
    trpc.traces.spans({ ...asked, limit: MAX_SPANS }),
    trpc.traces.logs({ ...asked, limit: MAX_LOGS }),
  ])
  return { trace, spans, more: next_cursor !== null, logs }
})

export default function Trace() {
  const props = useLoaderData<typeof loader>() as TracePageProps
  return (
    <>
      <TopBar crumbs={[{ label: 'Traces', path: 'traces' }, { label: props.trace.name }]} />
      <TracePage {...props} />
    </>
  )
}

export function ErrorBoundary() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Traces', path: 'traces' }, { label: 'Trace' }]} />
      <RouteError />
    </>
  )
}
