import { z } from 'zod'
import { FAILED_TO_ANSWER } from '../errors.ts'
import { problemSchema } from './problem.ts'
import type { JsonSchema, Route } from './routes.ts'

interface Refusal {
  description: string
  /** What it says beside its body, and what that means. */
  headers?: Record<string, string>
}

const REFUSALS: Record<string, Refusal> = {
  '400': { description: 'The request is not valid. `detail` says what to change, `errors` which parameters.' },
  '401': {
    description: 'No session and no project key.',
    headers: { 'WWW-Authenticate': 'How to sign in: `Bearer`.' },
  },
  '403': { description: 'The caller may not do this.' },
  '404': { description: 'There is no such thing, or the caller may not see it.' },
  '405': {
    description: 'The path is there, but takes another method.',
    headers: { Allow: 'The methods that it takes.' },
  },
  '408': { description: 'The answer took longer than it may. Ask for a shorter range.' },
  '429': { description: 'The answer needs more memory than it may use. Ask for a shorter range or fewer groups.' },
  '500': { description: FAILED_TO_ANSWER },
  '503': { description: 'A part of PyFlare does not answer. Try again.' },
}

const ABOUT =
  'What PyFlare keeps, for programs. Times are RFC 3339. A parameter without a value (`service=`) is one that is not given; an unknown one is refused. Errors are problems of RFC 9457.'

/** The API as OpenAPI 3.1, made of the procedures themselves. */
export function openApiDocument(routes: readonly Route[]): Record<string, unknown> {
  const schemas = new Schemas()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    paths[route.rest.path] = { ...paths[route.rest.path], [route.rest.method.toLowerCase()]: operation(route, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'PyFlare API', version: '1.0.0', description: ABOUT },
    servers: [{ url: '/api/v1' }],
    security: [{ bearerAuth: [] }, { apiKeyAuth: [] }],
    paths,
    components: {
      securitySchemes: {
        bearerAuth: { type: 'http', scheme: 'bearer' },
        apiKeyAuth: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
      schemas: schemas.all(),
    },
  }
}

function operation(route: Route, schemas: Schemas): Record<string, unknown> {
  const { rest, parameters } = route
  const refusals = Object.entries(REFUSALS).map(([status, { description, headers }]) => [
    status,
    {
      description,
      ...(headers && { headers: headersOf(headers) }),
      content: { 'application/problem+json': { schema: schemas.ref(problemSchema) } },
    },
  ])
  return {
    operationId: route.procedure,
    summary: rest.summary,
    tags: rest.tags,
    parameters: Object.entries(route.input.properties ?? {}).map(([name, schema]) =>
      parameter(name, schema, route, parameters),
    ),
    responses: {
      [String(rest.status ?? 200)]: {
        description: rest.summary,
        content: { 'application/json': { schema: outputSchema(route, schemas) } },
      },
      ...Object.fromEntries(refusals),
    },
  }
}

function headersOf(headers: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  )
}

function parameter(name: string, schema: JsonSchema, route: Route, inPath: readonly string[]): Record<string, unknown> {
  const { description, ...rest } = schema
  const path = inPath.includes(name)
  return {
    name,
    in: path ? 'path' : 'query',
    required: path || (route.input.required?.includes(name) ?? false),
    ...(description !== undefined && { description }),
    schema: rest,
  }
}

function outputSchema(route: Route, schemas: Schemas): JsonSchema {
  const { unwrap } = route.rest
  if (unwrap === undefined) return schemas.ref(route.output)
  const field = route.output instanceof z.ZodObject ? route.output.shape[unwrap] : undefined
  if (field === undefined) throw new Error(`${route.procedure} has no output ${unwrap} to answer with.`)
  return schemas.ref(field)
}

/** Collects zod schemas that have an id as components, and everything they refer to. */
class Schemas {
  readonly #components: Record<string, JsonSchema> = {}

  ref(schema: z.ZodType): JsonSchema {
    const {
      $schema: _dialect,
      $defs,
      ...root
    } = z.toJSONSchema(schema, { io: 'output' }) as JsonSchema & {
      $defs?: Record<string, JsonSchema>
    }
    for (const [name, definition] of Object.entries($defs ?? {})) this.#components[name] = rewriteRefs(definition)
    const id = z.globalRegistry.get(schema)?.id
    if (id === undefined) return rewriteRefs(root)
    // A schema that its own parts name too is among the definitions already, and the root only refers to it.
    if (root.$ref === undefined) this.#components[id] = rewriteRefs(root)
    return { $ref: componentUri(id) }
  }

  all(): Record<string, JsonSchema> {
    return this.#components
  }
}

function componentUri(id: string): string {
  return `#/components/schemas/${id}`
}

function rewriteRefs<T>(node: T): T {
  if (Array.isArray(node)) return node.map(rewriteRefs) as T
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).filter(
    ([key]) => key !== 'id' || typeof (node as { id?: unknown }).id !== 'string',
  )
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      key === '$ref' ? String(value).replace('#/$defs/', '#/components/schemas/') : rewriteRefs(value),
    ]),
  ) as T
}
