import { redirect } from '@remix-run/server-runtime'
import { answering } from '~/api/answering.server.ts'

/** A short address for "send spans", whichever project is one's first. */
export const loader = answering(async ({ context }) => {
  const { projects } = await context.trpc.session.me()
  const project = projects[0]
  throw redirect(project === undefined ? '/' : `/p/${encodeURIComponent(project.project_id)}/start`)
})

/** Never drawn, but with it what goes wrong above is told on a page. */
export default function Start() {
  return null
}
