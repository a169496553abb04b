import type { Project } from '@pyflare/access'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import type { ApiContext } from './context.ts'

/** Which project is asked about. A key has one; a person with one project need not say which. */
export const projectScope = {
  project_id: z
    .string()
    .max(64)
    .optional()
    .describe('Needed by people with several projects; a project key implies its own.'),
}

/** The id of the project that the caller may read. A project that is not theirs looks like one that does not exist. */
export async function resolveProjectId(ctx: ApiContext, requested: string | undefined): Promise<string> {
  if (ctx.caller.kind === 'key') {
    const own = ctx.caller.key.projectId
    if (requested !== undefined && requested !== own) throw noSuchProject(requested)
    return own
  }
  return (await resolveProject(ctx, requested)).projectId
}

/** Like `resolveProjectId`, with the project's settings. */
export async function resolveProject(ctx: ApiContext, requested: string | undefined): Promise<Project> {
  const project = await findProject(ctx, requested)
  if (project === undefined) throw noSuchProject(requested)
  return project
}

async function findProject(
  { caller, access }: ApiContext,
  requested: string | undefined,
): Promise<Project | undefined> {
  if (caller.kind === 'nobody') return undefined
  if (caller.kind === 'key') {
    const own = caller.key.projectId
    return requested === undefined || requested === own ? access.projects.get(own) : undefined
  }
  if (requested !== undefined) return access.projects.getFor(caller.person, requested)
  return (await access.projects.listFor(caller.person))[0]
}

function noSuchProject(requested: string | undefined): TRPCError {
  const which =
    requested === undefined ? 'You have no project yet.' : `There is no project ${requested} that you may see.`
  return new TRPCError({ code: 'NOT_FOUND', message: which })
}
