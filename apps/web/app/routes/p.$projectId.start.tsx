import type { MetaFunction } from '@remix-run/react'
import { useLoaderData } from '@remix-run/react'
import { answering } from '~/api/answering.server.ts'
import { RouteError, TopBar } from '~/features/shell/index.ts'
import { StartPage } from '~/features/start/index.ts'
import { ButtonLink } from '~/ui/controls/button-link.tsx'

export const meta: MetaFunction = () => [{ title: 'Send spans · PyFlare' }]

export const loader = answering(async ({ context, params }) => {
  const project_id = params.projectId
  const [status, { keys }] = await Promise.all([
    context.trpc.ingest.status({ project_id }),
    context.trpc.keys.list({ project_id }),
  ])
  return {
    otlpHttp: status.otlp_http,
    otlpGrpc: status.otlp_grpc,
    keyCount: keys.length,
    newestBefore: status.extent.traces?.newest ?? null,
  }
})

/** What was there before the page is asked once: the page itself watches for what comes. */
export function shouldRevalidate() {
  return false
}

export default function Start() {
  const data = useLoaderData<typeof loader>()
  return (
    <>
      <TopBar crumbs={[{ label: data.newestBefore === null ? 'First span' : 'Send spans' }]}>
        <ButtonLink variant="quiet" to="../traces">
          {data.newestBefore === null ? 'Skip for now' : 'To the traces'}
        </ButtonLink>
      </TopBar>
      <StartPage {...data} />
    </>
  )
}

export function ErrorBoundary() {
  return (
    <>
      <TopBar />
      <RouteError />
    </>
  )
}
