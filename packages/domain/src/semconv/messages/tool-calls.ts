import { field, isObject, type Json, type JsonObject, structureOf } from '../json.ts'
import type { Message, Part } from './message.ts'
import { argumentsOf, toParts } from './parts.ts'

const CALL_TYPES = new Set(['tool_call', 'server_tool_call'])

/** The calls in an answer: `[{id, name, arguments}]`. */
export function toolCallsOf(messages: readonly Message[]): JsonObject[] {
  return messages.flatMap(({ parts }) =>
    parts
      .filter(({ type }) => CALL_TYPES.has(type))
      .map((part) => ({
        id: part.id ?? '',
        name: part.name ?? '',
        arguments: argumentsOf(part.arguments ?? part.server_tool_call),
      })),
  )
}

/** OpenAI's Responses give an item of an answer an id of its own; what later answers the call names the call's id. */
const ITEM_ID = /^fc_/

/** Messages whose calls are named by their items, with the ids of the calls where these are known apart. */
export function withCallIds(messages: Message[], ids: readonly string[]): Message[] {
  const calls = messages.flatMap(({ parts }) => parts.filter(({ type }) => CALL_TYPES.has(type)))
  if (calls.length !== ids.length || !calls.every(({ id }) => ITEM_ID.test(String(id)))) return messages
  const rest = [...ids]
  const renamed = (part: Part): Part => (CALL_TYPES.has(part.type) ? { ...part, id: rest.shift() ?? '' } : part)
  return messages.map((entry) => ({ ...entry, parts: entry.parts.map(renamed) }))
}

/** The same from an attribute that lists calls, or is one. */
export function toolCallsIn(value: Json): JsonObject[] {
  const structure = structureOf(value)
  const list = Array.isArray(structure) ? structure : structure === undefined ? [] : [structure]
  const parts = list.flatMap((entry) => (isObject(entry) ? toParts({ ...entry, type: 'tool_call' }) : []))
  return toolCallsOf([{ role: 'assistant', parts }])
}

/** Tool definitions, whatever their shape: `[{type, name, description?, parameters?}]`. */
export function toolDefinitionsIn(value: Json): JsonObject[] {
  const structure = structureOf(value)
  const list = Array.isArray(structure) ? structure : []
  return list.flatMap((entry) => {
    const opened = typeof entry === 'string' ? structureOf(entry) : entry
    return opened === undefined ? [] : schemasIn(opened).map(definitionOf)
  })
}

/** OpenInference's `{tool: {json_schema: '{…}'}}`, Gemini's `{function_declarations: […]}`, Bedrock's `{toolSpec}`, Haystack's `{type, data}`. */
function schemasIn(entry: Json): JsonObject[] {
  const declared = field(entry, 'function_declarations') ?? field(entry, 'functionDeclarations')
  if (Array.isArray(declared)) return declared.filter(isObject)
  const inner = field(field(entry, 'tool'), 'json_schema') ?? field(entry, 'data') ?? entry
  const parsed = typeof inner === 'string' ? structureOf(inner) : inner
  const schema = field(parsed, 'toolSpec') ?? parsed
  return isObject(schema) ? [schema] : []
}

/** OpenAI's `{type: function, function: {…}}` is opened; Anthropic's and AI SDK's schemas are the parameters. */
function definitionOf(entry: JsonObject): JsonObject {
  const inner = field(entry, 'function')
  const definition: JsonObject = { type: 'function', ...entry, ...(isObject(inner) ? inner : {}) }
  delete definition.function
  const schema =
    definition.parameters ?? definition.input_schema ?? definition.inputSchema ?? definition.parameters_json_schema
  delete definition.input_schema
  delete definition.inputSchema
  delete definition.parameters_json_schema
  const wrapped = field(schema, 'json')
  if (isObject(wrapped)) definition.parameters = wrapped
  else if (typeof schema === 'string') definition.parameters = structureOf(schema) ?? schema
  else if (schema !== undefined && schema !== null) definition.parameters = schema
  for (const key of Object.keys(definition)) if (definition[key] === null) delete definition[key]
  return definition
}
