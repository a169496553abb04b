import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { procedure, router } from '../trpc.ts'

const extentSchema = z.object({ oldest: z.string(), newest: z.string() }).nullable()

/** Where to send, what has arrived, and how far behind the writer is: waiting page, empty lists, freshness mark. */
const status = procedure
  .meta({ permission: 'telemetry:read' })
  .input(z.object(projectScope))
  .output(
    z.object({
      otlp_http: z.string().nullable(),
      otlp_grpc: z.string().nullable(),
      extent: z.object({ traces: extentSchema, logs: extentSchema, metrics: extentSchema }),
      lag: z.object({ messages: z.int(), age_ms: z.number() }).nullable(),
    }),
  )
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const [extent, lag] = await Promise.all([ctx.telemetry.reader.extent(projectId), ctx.installation.writeLag()])
    return {
      otlp_http: ctx.installation.otlpHttpUrl ?? null,
      otlp_grpc: ctx.installation.otlpGrpcUrl ?? null,
      extent,
      lag: lag === undefined ? null : { messages: lag.messages, age_ms: lag.ageMs },
    }
  })

export const ingest = router({ status })
