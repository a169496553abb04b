import { type MetaFunction, useLoaderData } from '@remix-run/react'
import { acting, answering } from '~/api/answering.server.ts'
import { type NormalizationAnswer, NormalizationPage, SettingsFrame, startOf } from '~/features/settings/index.ts'
import { RouteError } from '~/features/shell/index.ts'

export const meta: MetaFunction = () => [{ title: 'Normalization · PyFlare' }]

export const loader = answering(({ context, params }) =>
  context.trpc.normalization.get({ project_id: params.projectId }),
)

export const action = acting(async ({ context, params, request }): Promise<NormalizationAnswer> => {
  const form = await request.formData()
  const project_id = params.projectId
  if (form.get('intent') === 'cancel') {
    await context.trpc.normalization.cancel({ project_id, run_id: String(form.get('run_id')) })
    return { done: 'cancelled' }
  }
  await context.trpc.normalization.start({
    project_id,
    start_time: startOf(form.get('range'), Date.now()),
    dry_run: form.get('dry_run') !== 'false',
    reads_current: form.get('all') === 'true',
  })
  return { done: 'started' }
})

export default function NormalizationRoute() {
  return (
    <SettingsFrame here="Normalization">
      <NormalizationPage normalization={useLoaderData<typeof loader>()} />
    </SettingsFrame>
  )
}

export function ErrorBoundary() {
  return (
    <SettingsFrame here="Normalization">
      <RouteError />
    </SettingsFrame>
  )
}
