import { serveStatic } from '@hono/node-server/serve-static'
import { type ApiContext, appRouter, createRestApp, FAILED_TO_ANSWER } from '@pyflare/api'
import type { Runtime } from '@pyflare/runtime'
import type { ServerBuild } from '@remix-run/server-runtime'
import { createRequestHandler } from '@remix-run/server-runtime'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { loadContext } from './load-context.ts'
import { partsAway } from './readiness.ts'
import { securityHeaders, type WebVariables } from './security-headers.ts'

const MAX_BODY_BYTES = 1_048_576

export interface WebAppOptions {
  runtime: Runtime
  contextOf: (request: Request) => Promise<ApiContext>
  /** The built pages. */
  build: ServerBuild
  /** Where the built assets lie. */
  clientDir: string
}

type WebContext = Context<{ Variables: WebVariables }>

/** One application: sign-in, tRPC, REST and pages. */
export function createWebApp({
  runtime,
  contextOf,
  build,
  clientDir,
}: WebAppOptions): Hono<{ Variables: WebVariables }> {
  const app = new Hono<{ Variables: WebVariables }>()
  app.use(securityHeaders)
  app.use(
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.json({ error: 'The request is larger than 1 MiB.' }, 413) }),
  )

  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', async (c) => {
    const away = await partsAway(runtime)
    return away.length === 0 ? c.json({ status: 'ready' }) : c.json({ status: 'not ready', away }, 503)
  })

  app.use(
    '/assets/*',
    serveStatic({
      root: clientDir,
      onFound: (_path, c) => c.header('cache-control', 'public, max-age=31536000, immutable'),
    }),
  )
  app.use(
    '*',
    serveStatic({ root: clientDir, onFound: (_path, c) => c.header('cache-control', 'public, max-age=3600') }),
  )
  app.use(compress())

  app.all('/api/auth/*', (c) => runtime.access.people.handleAuth(c.req.raw))
  app.route('/api/v1', createRestApp(contextOf))
  app.all('/trpc/*', (c) =>
    fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: appRouter,
      createContext: () => contextOf(c.req.raw),
      maxBatchSize: 20,
    }),
  )

  const handlePage = createRequestHandler(build, 'production')
  app.all('*', (c: WebContext) =>
    handlePage(
      c.req.raw,
      loadContext(() => contextOf(c.req.raw), { cspNonce: c.get('cspNonce'), logger: runtime.logger }),
    ),
  )

  app.onError((error, c) => {
    runtime.logger.error({ err: error, path: c.req.path }, 'A request failed.')
    return c.json({ error: FAILED_TO_ANSWER }, 500)
  })
  return app
}
