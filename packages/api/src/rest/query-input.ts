import { PyflareError } from '@pyflare/observe'
import type { JsonSchema, Route } from './routes.ts'

/**
 * Makes a procedure's input of what a URL can say. Text becomes what the schema asks for (numbers, booleans, lists by
 * repetition or commas); whatever does not fit stays text, for the procedure's own strict schema to refuse. A parameter
 * without a value, as forms send those that nobody filled in, is one that is not given.
 */
export function queryInput(
  route: Route,
  pathValues: readonly string[],
  query: URLSearchParams,
): Record<string, unknown> {
  const properties = route.input.properties ?? {}
  const input: Record<string, unknown> = {}
  route.parameters.forEach((name, index) => {
    input[name] = coerce(decodePathValue(pathValues[index] ?? ''), properties[name])
  })
  for (const name of new Set(query.keys())) {
    const schema = properties[name]
    if (schema === undefined || !Object.hasOwn(properties, name) || route.parameters.includes(name)) {
      throw new PyflareError(
        'invalid_argument',
        `${route.rest.path} has no parameter ${name}. It takes: ${Object.keys(properties).join(', ')}.`,
      )
    }
    const values = query.getAll(name).filter((value) => value !== '')
    const [value] = values
    if (value === undefined) continue
    if (hasType(schema, 'array')) input[name] = listOf(values, schema)
    else if (values.length > 1)
      throw new PyflareError('invalid_argument', `${name} is given ${values.length} times, and can be given once.`)
    else input[name] = coerce(value, schema)
  }
  return input
}

function decodePathValue(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new PyflareError('invalid_argument', 'The path is not valid percent-encoding.')
  }
}

function listOf(values: readonly string[], schema: JsonSchema): unknown[] {
  return values.flatMap((value) => value.split(',')).map((value) => coerce(value, schema.items))
}

function coerce(text: string, schema: JsonSchema | undefined): unknown {
  if (schema === undefined) return text
  if ((hasType(schema, 'integer') || hasType(schema, 'number')) && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text))
    return Number(text)
  if (hasType(schema, 'boolean') && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

function hasType(schema: JsonSchema, type: string): boolean {
  return schema.type === type || (schema.anyOf?.some((option) => hasType(option, type)) ?? false)
}
