import { type MetaFunction, useLoaderData } from '@remix-run/react'
import { acting, answering } from '~/api/answering.server.ts'
import { type ActionAnswer, ProjectPage, SettingsFrame } from '~/features/settings/index.ts'
import { RouteError } from '~/features/shell/index.ts'

export const meta: MetaFunction = () => [{ title: 'Retention · PyFlare' }]

export const loader = answering(({ context, params }) => context.trpc.project.get({ project_id: params.projectId }))

export const action = acting(async ({ context, params, request }): Promise<ActionAnswer> => {
  const form = await request.formData()
  const project_id = params.projectId
  if (form.get('intent') === 'run-retention') {
    const { job_id } = await context.trpc.project.runRetention({ project_id })
    return { done: 'started', jobId: job_id }
  }
  const days = (signal: string) => Number(form.get(signal))
  const retention = { traces: days('traces'), metrics: days('metrics'), logs: days('logs') }
  await context.trpc.project.setRetention({ project_id, retention })
  return { done: 'saved' }
})

export default function ProjectSettingsRoute() {
  return (
    <SettingsFrame here="Retention">
      <ProjectPage settings={useLoaderData<typeof loader>()} />
    </SettingsFrame>
  )
}

export function ErrorBoundary() {
  return (
    <SettingsFrame here="Retention">
      <RouteError />
    </SettingsFrame>
  )
}
