import { Hono } from 'hono'
import type { ApiContext } from '../context.ts'
import { appRouter, createCaller } from '../router.ts'
import { openApiDocument } from './openapi.ts'
import { type Problem, problem, problemOf } from './problem.ts'
import { queryInput } from './query-input.ts'
import { type Route, restRoutes } from './routes.ts'

/** Makes the context of one request; it may throw what a procedure may throw. */
export type ContextOf = (request: Request) => Promise<ApiContext>

/** `/api/v1`: every procedure whose meta has a REST route, `openapi.json`, and problems for all else. */
export function createRestApp(contextOf: ContextOf): Hono {
  const app = new Hono()
  const routes = restRoutes(appRouter)
  const document = openApiDocument(routes)
  app.get('/openapi.json', (c) => c.json(document))
  app.all('*', (c) => answer(routes, contextOf, c.req.raw, c.req.path.replace(/^\/api\/v1/, '')))
  return app
}

async function answer(
  routes: readonly Route[],
  contextOf: ContextOf,
  request: Request,
  path: string,
): Promise<Response> {
  const matching = routes.flatMap((route) => {
    const match = route.pattern.exec(path)
    return match === null ? [] : [{ route, values: match.slice(1) }]
  })
  // RFC 9110, 9.3.2: HEAD is GET without the body, which the server leaves out.
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const found = matching.find(({ route }) => route.rest.method === method)
  if (found === undefined) {
    if (matching.length === 0)
      return refuse(problem(404, 'not_found', `There is nothing at /api/v1${path}. See /api/v1/openapi.json.`))
    const allow = matching
      .flatMap(({ route: { rest } }) => (rest.method === 'GET' ? ['GET', 'HEAD'] : [rest.method]))
      .join(', ')
    return refuse(problem(405, 'method_not_allowed', `${path} takes ${allow}.`), { allow })
  }
  try {
    return await call(found.route, found.values, await contextOf(request), request)
  } catch (error) {
    const told = problemOf(error)
    return refuse(told, told.status === 401 ? CHALLENGE : {})
  }
}

async function call(route: Route, values: readonly string[], context: ApiContext, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const input = queryInput(route, values, url.searchParams)
  const output = await procedureOf(createCaller(context), route.procedure)(input)
  const { unwrap, status = 200 } = route.rest
  if (unwrap === undefined) return Response.json(output, { status })
  const fields = output as Record<string, unknown>
  return Response.json(fields[unwrap], { status, headers: nextLink(url, fields.next_cursor) })
}

type Callable = (input: unknown) => Promise<unknown>

function procedureOf(caller: object, path: string): Callable {
  const found = path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], caller)
  return found as Callable
}

/** RFC 9110, 11.6.1: a 401 says how one may sign in. Browsers do so with a session, and open no window of their own for this scheme. */
const CHALLENGE = { 'www-authenticate': 'Bearer realm="pyflare"' }

/** RFC 8288: where the next page is. */
function nextLink(url: URL, cursor: unknown): HeadersInit {
  if (typeof cursor !== 'string') return {}
  const next = new URL(url)
  next.searchParams.set('cursor', cursor)
  return { link: `<${next.pathname}${next.search}>; rel="next"` }
}

function refuse(body: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}
