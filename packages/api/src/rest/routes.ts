import type { AnyRouter } from '@trpc/server'
import { z } from 'zod'
import type { ProcedureMeta, RestRoute } from '../trpc.ts'

/** A JSON Schema object, as far as routing reads it. */
export interface JsonSchema {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  description?: string
  default?: unknown
  [key: string]: unknown
}

export interface Route {
  /** The procedure's path in the router: `traces.list`. */
  procedure: string
  rest: RestRoute
  permission: ProcedureMeta['permission']
  input: JsonSchema
  output: z.ZodType
  pattern: RegExp
  parameters: readonly string[]
}

interface ProcedureDef {
  _def: { meta?: ProcedureMeta; inputs: z.ZodType[]; output?: z.ZodType }
}

/** The procedures of a router that programs may reach; paths without parameters come first, so that none is shadowed. */
export function restRoutes(router: AnyRouter): Route[] {
  const procedures = Object.entries(router._def.procedures as Record<string, ProcedureDef>)
  return procedures
    .flatMap(([name, { _def }]) => {
      const rest = _def.meta?.rest
      if (rest === undefined || _def.meta === undefined || _def.output === undefined) return []
      return [routeOf(name, rest, _def.meta.permission, _def.inputs[0], _def.output)]
    })
    .sort((a, b) => a.parameters.length - b.parameters.length)
}

function routeOf(
  procedure: string,
  rest: RestRoute,
  permission: ProcedureMeta['permission'],
  input: z.ZodType | undefined,
  output: z.ZodType,
): Route {
  const parameters = [...rest.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  return {
    procedure,
    rest,
    permission,
    input: input === undefined ? { type: 'object' } : (z.toJSONSchema(input, { io: 'input' }) as JsonSchema),
    output,
    pattern: new RegExp(`^${rest.path.replace(/\{\w+\}/g, '([^/]+)')}$`),
    parameters,
  }
}
