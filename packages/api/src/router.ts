import { catalogue } from './procedures/catalogue.ts'
import { evaluations } from './procedures/evaluations.ts'
import { ingest } from './procedures/ingest.ts'
import { ingestion } from './procedures/ingestion.ts'
import { instrumentation } from './procedures/instrumentation.ts'
import { keys } from './procedures/keys.ts'
import { logs } from './procedures/logs.ts'
import { metrics } from './procedures/metrics.ts'
import { normalization } from './procedures/normalization.ts'
import { project } from './procedures/project.ts'
import { session } from './procedures/session.ts'
import { traces } from './procedures/traces.ts'
import { createCallerFactory, router } from './trpc.ts'

/** Everything that can be asked of PyFlare, by a page (tRPC) or a program (REST, where a procedure's meta says so). */
export const appRouter = router({
  traces,
  metrics,
  logs,
  evaluations,
  catalogue,
  session,
  project,
  normalization,
  keys,
  ingest,
  ingestion,
  instrumentation,
})

export type AppRouter = typeof appRouter

export const createCaller = createCallerFactory(appRouter)
export type ApiCaller = ReturnType<typeof createCaller>
