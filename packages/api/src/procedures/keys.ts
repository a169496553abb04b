import type { ProjectKeyInfo } from '@pyflare/access'
import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { procedure, router } from '../trpc.ts'

const scopes = z.array(z.enum(['ingest', 'read'])).min(1)

const keySchema = z.object({
  key_id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes,
  created_at: z.string(),
  last_used_at: z.string().nullable(),
})

function keyOf(key: ProjectKeyInfo): z.infer<typeof keySchema> {
  return {
    key_id: key.keyId,
    name: key.name,
    prefix: key.prefix,
    scopes: [...key.scopes],
    created_at: key.createdAt.toISOString(),
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  }
}

const list = procedure
  .meta({ permission: 'keys:write' })
  .input(z.object(projectScope))
  .output(z.object({ keys: z.array(keySchema) }))
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    return { keys: (await ctx.access.keys.list(projectId)).map(keyOf) }
  })

const create = procedure
  .meta({ permission: 'keys:write' })
  .input(
    z.object({ ...projectScope, name: z.string().trim().min(1).max(100), scopes: scopes.default(['ingest', 'read']) }),
  )
  .output(z.object({ key: keySchema, secret: z.string().describe('Shown once.') }))
  .mutation(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const { key, secret } = await ctx.access.keys.create({ projectId, name: input.name, scopes: input.scopes })
    return { key: keyOf(key), secret }
  })

const revoke = procedure
  .meta({ permission: 'keys:write' })
  .input(z.object({ ...projectScope, key_id: z.string().max(64) }))
  .output(z.object({ revoked: z.literal(true) }))
  .mutation(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    await ctx.access.keys.revoke(projectId, input.key_id)
    return { revoked: true as const }
  })

export const keys = router({ list, create, revoke })
