import { redirect } from '@remix-run/server-runtime'
import { answering } from '~/api/answering.server.ts'

/** The front door: to sign in, to the first span, or to the traces of one's first project. */
export const loader = answering(async ({ context }) => {
  const { person, projects } = await context.trpc.session.me()
  const project = projects[0]
  if (person === null) throw redirect('/sign-in')
  if (project === undefined) throw new Response('You have no project yet.', { status: 403 })
  const { extent } = await context.trpc.ingest.status({ project_id: project.project_id })
  const arrived = Object.values(extent).some((it) => it !== null)
  throw redirect(`/p/${encodeURIComponent(project.project_id)}/${arrived ? 'traces' : 'start'}`)
})

/** Never drawn, but with it what goes wrong above is told on a page. */
export default function FrontDoor() {
  return null
}
