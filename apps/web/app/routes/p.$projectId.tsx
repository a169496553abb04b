import { Outlet, type ShouldRevalidateFunctionArgs } from '@remix-run/react'
import { redirect } from '@remix-run/server-runtime'
import { answering } from '~/api/answering.server.ts'
import { AppShell, RouteError, type ShellData } from '~/features/shell/index.ts'

export const loader = answering(async ({ context, params, request }): Promise<ShellData> => {
  const { person, projects } = await context.trpc.session.me()
  if (person === null) {
    const { pathname, search } = new URL(request.url)
    throw redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`)
  }
  const project = projects.find(({ project_id }) => project_id === params.projectId)
  if (project === undefined) {
    throw Response.json({ message: 'There is no such project, or you may not see it.' }, { status: 404 })
  }
  return { person, projects, project }
})

/** Who one is and which projects there are does not change with a filter or a range. */
export function shouldRevalidate({ currentParams, nextParams, formMethod }: ShouldRevalidateFunctionArgs) {
  return currentParams.projectId !== nextParams.projectId || formMethod !== undefined
}

export default function ProjectPages() {
  return (
    <AppShell>
      <Outlet />
    </AppShell>
  )
}

export function ErrorBoundary() {
  return <RouteError whole />
}
