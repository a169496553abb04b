import type { LoaderFunctionArgs } from '@remix-run/server-runtime'
import { redirect } from '@remix-run/server-runtime'

/** Where the page was before it stood beside the ledger. */
export function loader({ params, request }: LoaderFunctionArgs) {
  const { search } = new URL(request.url)
  return redirect(`/p/${encodeURIComponent(params.projectId ?? '')}/ingest/instrumentation${search}`, 301)
}

/** Never drawn, but with it what goes wrong above is told on a page. */
export default function InstrumentationDoor() {
  return null
}
