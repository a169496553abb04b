import type { LoaderFunctionArgs } from '@remix-run/server-runtime'
import { redirect } from '@remix-run/server-runtime'

export function loader({ params }: LoaderFunctionArgs) {
  return redirect(`/p/${encodeURIComponent(params.projectId ?? '')}/traces`)
}

/** Never drawn, but with it what goes wrong above is told on a page. */
export default function ProjectDoor() {
  return null
}
