import type { MetaFunction } from '@remix-run/react'
import { redirect } from '@remix-run/server-runtime'
import { answering } from '~/api/answering.server.ts'
import { KitPage } from '~/features/kit/index.ts'
import { RouteError } from '~/features/shell/index.ts'

export const meta: MetaFunction = () => [{ title: 'Kit · PyFlare' }]

export const loader = answering(async ({ context }) => {
  const { person } = await context.trpc.session.me()
  if (person === null) throw redirect('/sign-in?next=/kit')
  return null
})

export default KitPage

export function ErrorBoundary() {
  return <RouteError whole />
}
