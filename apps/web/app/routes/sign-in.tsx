import { type MetaFunction, useLoaderData } from '@remix-run/react'
import { redirect } from '@remix-run/server-runtime'
import { answering } from '~/api/answering.server.ts'
import { SignInPage, safeNext } from '~/features/session/index.ts'
import { RouteError } from '~/features/shell/index.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.ownerMissing ? 'Create the owner · PyFlare' : 'Sign in · PyFlare' },
]

export const loader = answering(async ({ context, request }) => {
  const { person, owner_missing } = await context.trpc.session.me()
  const url = new URL(request.url)
  const next = safeNext(url.searchParams.get('next'))
  if (person !== null) throw redirect(next)
  return { ownerMissing: owner_missing, next, host: url.host }
})

export default function SignIn() {
  return <SignInPage {...useLoaderData<typeof loader>()} />
}

export function ErrorBoundary() {
  return <RouteError whole />
}
