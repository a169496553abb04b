import { type NormalizedSpan, readEmbeddings } from '@pyflare/domain'
import type { Emitted, TrueMessage, TrueSpan } from './capture-truth.ts'
import type { CapturedSpan } from './normalize-capture.ts'

interface Asked {
  span: TrueSpan
  emitted: Emitted
  captured: CapturedSpan
}

interface Answer {
  isRight: boolean
  expected: unknown
  found: unknown
}

export type FieldCheck = (asked: Asked) => Answer

type Column = keyof NormalizedSpan

/** Roles of a program, as kinds of ours. A program's agent and chain are often told as each other. */
const KINDS: Readonly<Record<TrueSpan['role'], readonly string[]>> = {
  llm: ['chat', 'completion'],
  embedding: ['embeddings'],
  tool: ['tool'],
  agent: ['agent', 'chain'],
  chain: ['chain', 'agent', 'span'],
  retriever: ['retrieval'],
  guardrail: ['guardrail'],
  evaluator: ['evaluator'],
  span: ['span', 'chain', 'agent'],
  http: ['span'],
  db: ['span'],
}

const same =
  (column: Column, expected: (span: TrueSpan) => unknown): FieldCheck =>
  ({ span, captured }) =>
    equal(expected(span), captured.columns[column])

const parameter = (name: string, column: Column): FieldCheck => same(column, ({ params }) => params?.[name])

/** Text must be there; how it is wrapped is the library's affair. */
const contains = (found: string, parts: readonly (string | undefined)[]): Answer => ({
  isRight: parts.every((part) => part === undefined || part === '' || squeeze(found).includes(squeeze(part))),
  expected: parts,
  found,
})

/** By field of `expect.json`. */
export const FIELD_CHECKS: Readonly<Record<string, FieldCheck>> = {
  kind: ({ span, captured }) => oneOf(KINDS[span.role], captured.columns.operationKind),
  provider: same('provider', ({ provider }) => provider),
  name: ({ span, captured }) => {
    const { agentName, workflowName } = captured.columns
    return contains(`${agentName}\n${workflowName}\n${captured.raw.name}`, [span.observed.name])
  },
  model_requested: same('requestModel', ({ model_requested: model }) => model),
  model_response: same('responseModel', ({ model_response: model }) => model),
  input_tokens: same('inputTokens', ({ input_tokens: count }) => count),
  output_tokens: same('outputTokens', ({ output_tokens: count }) => count),
  cached_input_tokens: same('cacheReadTokens', ({ cached_input_tokens: count }) => count),
  cache_write_tokens: same('cacheWriteTokens', ({ cache_write_tokens: count }) => count),
  reasoning_tokens: same('reasoningTokens', ({ reasoning_tokens: count }) => count),
  response_id: same('responseId', ({ response_id: id }) => id),
  'params.temperature': parameter('temperature', 'temperature'),
  'params.max_tokens': parameter('max_tokens', 'maxTokens'),
  'params.top_p': parameter('top_p', 'topP'),
  finish_reason: ({ span, captured }) =>
    oneOf([span.finish_reason ?? '', ...(span.finish_reason_accept ?? [])], captured.columns.finishReason),
  streaming: same('stream', () => true),
  input_messages: checkInput,
  output_text: ({ span, captured }) =>
    contains(textsOf(captured.columns.outputMessages), span.output_messages?.map(({ content }) => content) ?? []),
  output_reasoning: ({ span, captured }) =>
    contains(captured.columns.outputMessages, [span.output_reasoning && escaped(span.output_reasoning)]),
  output_tool_calls: ({ span, captured }) =>
    equal(
      trueCalls(span).map(({ name, arguments: args }) => [name, args]),
      callsOf(captured).map(({ name, arguments: args }) => [name, args]),
    ),
  output_tool_call_id: ({ span, captured }) =>
    equal(
      trueCalls(span).map(({ id }) => id),
      callsOf(captured).map(({ id }) => id),
    ),
  tool_definitions: ({ span, captured }) =>
    equal(span.tool_definitions?.map(nameOf), parsed(captured.columns.toolDefinitions).map(nameOf)),
  error_status: same('status', () => 'error'),
  error_type: ({ span, captured }) => contains(captured.columns.errorType, [span.error?.exception?.split('.').at(-1)]),
  error_message: ({ span, captured }) => contains(captured.columns.errorMessage, [span.error?.message ?? undefined]),
  error_http_status: ({ span, captured }) => oneOf(classesOf(span.error?.http_status), captured.columns.errorClass),
  input_texts: ({ span, captured }) => contains(captured.columns.input, span.input_texts?.map(escaped) ?? []),
  vectors: ({ span, captured }) => {
    const found = readEmbeddings(captured.raw).map(({ vector }) => vector.map(round))
    const isRight = captured.columns.embeddingDims === span.dims
    return isRight
      ? equal(
          span.vectors?.map((vector) => vector.map(round)),
          found,
        )
      : { isRight, expected: span.dims, found }
  },
  tool_name: same('toolName', ({ tool_name: name }) => name),
  tool_args: ({ span, captured }) =>
    contains(unescaped(captured.columns.input), Object.values(span.tool_args ?? {}).map(String)),
  tool_result: ({ span, captured }) =>
    contains(unescaped(captured.columns.output), [unescaped(span.tool_result ?? '')]),
  query: same('retrievalQuery', ({ query }) => query),
  documents: ({ span, captured }) =>
    contains(
      captured.columns.retrievedDocuments,
      span.documents?.map(({ content }) => content && escaped(content)) ?? [],
    ),
  document_ids: ({ span, captured }) =>
    equal(
      span.documents?.map(({ id }) => id),
      parsed(captured.columns.retrievedDocuments).map(({ id }) => id),
    ),
  scores: ({ span, captured }) =>
    equal(
      span.documents?.map(({ score }) => score),
      parsed(captured.columns.retrievedDocuments).map(({ score }) => score),
    ),
}

/** Each message's text, calls and answers, wherever the library put its system prompt. */
function checkInput({ span, emitted, captured }: Asked): Answer {
  const all = span.input_messages ?? []
  const asked = Array.isArray(emitted) ? all.filter((_, at) => emitted[at] === true) : all
  const { inputMessages, systemInstructions } = captured.columns
  const found = `${textsOf(inputMessages)}\n${systemInstructions}\n${unescaped(inputMessages)}`
  const missing = asked.filter((message) => !hasMessage(found, message) || !hasRole(captured, message))
  return { isRight: missing.length === 0, expected: missing, found: inputMessages }
}

function hasMessage(found: string, { content, tool_calls: calls = [] }: TrueMessage): boolean {
  return contains(found, [unescaped(content), ...calls.map(({ name }) => name)]).isRight
}

function hasRole({ columns }: CapturedSpan, { role }: TrueMessage): boolean {
  const roles = parsed(columns.inputMessages).map((message) => message.role)
  if (role === 'system') return columns.systemInstructions !== ''
  // Anthropic's and Bedrock's users hand on what tools said.
  return roles.includes(role) || (role === 'tool' && columns.inputMessages.includes('"tool_call_response"'))
}

/** All text of messages, and the responses of tools. */
function textsOf(messages: string): string {
  const parts = parsed(messages).flatMap((message) =>
    Array.isArray(message.parts) ? (message.parts as Record<string, unknown>[]) : [],
  )
  return parts.map(({ content, response }) => unescaped(String(content ?? JSON.stringify(response) ?? ''))).join('\n')
}

function trueCalls(span: TrueSpan): readonly { id: string; name: string; arguments: unknown }[] {
  return span.output_messages?.flatMap(({ tool_calls: calls = [] }) => calls) ?? []
}

function callsOf({ columns }: CapturedSpan): Record<string, unknown>[] {
  return parsed(columns.toolCalls)
}

function parsed(json: string): Record<string, unknown>[] {
  if (json === '') return []
  const value: unknown = JSON.parse(json)
  return Array.isArray(value) ? value : []
}

function nameOf(definition: unknown): unknown {
  const { name, function: inner } = definition as { name?: unknown; function?: { name?: unknown } }
  return typeof definition === 'string' ? definition : (inner?.name ?? name)
}

function classesOf(status: number | undefined): readonly string[] {
  return status === 429 ? ['rate_limited'] : status === 400 ? ['invalid_request'] : ['server_error', 'other']
}

function oneOf(expected: readonly string[], found: string): Answer {
  return { isRight: expected.includes(found), expected, found }
}

/** Libraries hand on vectors that went through 32-bit floats. */
function round(part: number): number {
  return Math.round(part * 1e4) / 1e4
}

function equal(expected: unknown, found: unknown): Answer {
  return { isRight: JSON.stringify(expected) === JSON.stringify(found), expected, found }
}

/** As a text looks inside of a JSON text. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** JSON in text differs in spaces and in how often it was quoted. */
function unescaped(text: string): string {
  return text.replaceAll('\\', '')
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '')
}
