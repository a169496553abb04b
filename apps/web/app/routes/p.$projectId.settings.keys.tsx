import { type MetaFunction, useLoaderData } from '@remix-run/react'
import { acting, answering } from '~/api/answering.server.ts'
import { type ActionAnswer, KeysPage, SettingsFrame, scopesOf } from '~/features/settings/index.ts'
import { RouteError } from '~/features/shell/index.ts'

export const meta: MetaFunction = () => [{ title: 'Project keys · PyFlare' }]

export const loader = answering(({ context, params }) => context.trpc.keys.list({ project_id: params.projectId }))

export const action = acting(async ({ context, params, request }): Promise<ActionAnswer> => {
  const form = await request.formData()
  const project_id = params.projectId
  if (form.get('intent') === 'revoke-key') {
    await context.trpc.keys.revoke({ project_id, key_id: String(form.get('key_id')) })
    return { done: 'revoked' }
  }
  const { key, secret } = await context.trpc.keys.create({
    project_id,
    name: String(form.get('name')),
    scopes: scopesOf(form.get('scopes')),
  })
  return { done: 'created', name: key.name, secret }
})

export default function KeysRoute() {
  return (
    <SettingsFrame here="Project keys">
      <KeysPage keys={useLoaderData<typeof loader>().keys} />
    </SettingsFrame>
  )
}

export function ErrorBoundary() {
  return (
    <SettingsFrame here="Project keys">
      <RouteError />
    </SettingsFrame>
  )
}
