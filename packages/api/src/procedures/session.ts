import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@pyflare/domain'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const me = procedure
  .meta({ permission: 'none' })
  .output(
    z.object({
      person: z.object({ user_id: z.string(), email: z.string(), name: z.string() }).nullable(),
      owner_missing: z.boolean(),
      projects: z.array(z.object({ project_id: z.string(), name: z.string(), organization_name: z.string() })),
    }),
  )
  .query(async ({ ctx }) => {
    if (ctx.caller.kind !== 'person') {
      return { person: null, owner_missing: await ctx.access.people.ownerMissing(), projects: [] }
    }
    const { person } = ctx.caller
    const projects = await ctx.access.projects.listFor(person)
    return {
      person: { user_id: person.userId, email: person.email, name: person.name },
      owner_missing: false,
      projects: projects.map((project) => ({
        project_id: project.projectId,
        name: project.name,
        organization_name: project.organizationName,
      })),
    }
  })

const createOwner = procedure
  .meta({ permission: 'none' })
  .input(
    z.object({
      email: z.email('This is no e-mail address that can have an account.').max(254),
      password: z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH),
      name: z.string().trim().min(1).max(100),
    }),
  )
  .output(z.object({ user_id: z.string(), project_id: z.string() }))
  .mutation(async ({ ctx, input }) => {
    const { person, project } = await ctx.access.people.createOwner(input)
    return { user_id: person.userId, project_id: project.projectId }
  })

export const session = router({ me, createOwner })
