import type { SpanColumns } from '../telemetry/span-columns.ts'
import { compileCandidates } from './column-rule.ts'
import { type PickContext, pickFirst } from './pick.ts'
import {
  ERROR_CLASSES,
  ERROR_MESSAGE_CANDIDATES,
  ERROR_TYPE_CANDIDATES,
  FINISH_CANDIDATES,
  FINISH_REASONS,
  HTTP_STATUS_CANDIDATES,
  LATE_FINISH_CANDIDATES,
  UNFINISHED,
} from './tables/outcome.ts'

const ERROR_TYPE = compileCandidates(ERROR_TYPE_CANDIDATES, 'text', 'errorType')
const ERROR_MESSAGE = compileCandidates(ERROR_MESSAGE_CANDIDATES, 'text', 'errorMessage')
const HTTP_STATUS = compileCandidates(HTTP_STATUS_CANDIDATES, 'count')
const FINISH = compileCandidates(FINISH_CANDIDATES, 'first', 'finishReasonRaw')
const LATE_FINISH = compileCandidates(LATE_FINISH_CANDIDATES, 'first', 'finishReasonRaw')
const FINISH_BY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(FINISH_REASONS).flatMap(([reason, names]) => names.map((name) => [name, reason] as const)),
)
/** A status code in a message, as clients of model APIs print it: `Error code: 429`. */
const CODE_IN_MESSAGE = /\b(?:error code|status code|status|http)[:\s]*([45]\d\d)\b/i

/** How a span ended: the client's own word, then what Langfuse's level or an escaped exception says (4.10). */
export function statusOf({ reader }: Pick<PickContext, 'reader'>): SpanColumns['status'] {
  const { status, attributes, events } = reader.span
  if (status === 'error') return 'error'
  if (attributes.get('langfuse.observation.level') === 'ERROR') return 'error'
  if (status === 'ok') return 'ok'
  const escaped = events.some(
    ({ name, attributes: told }) => name === 'exception' && !isFalse(told.get('exception.escaped')),
  )
  return escaped ? 'error' : 'unset'
}

export function readErrors(
  context: PickContext,
  status: SpanColumns['status'],
): Pick<SpanColumns, 'errorType' | 'errorMessage' | 'errorClass'> {
  const failed = status === 'error'
  const code = Number(pickFirst(context, HTTP_STATUS)?.value ?? 0)
  const told = String(pickFirst(context, ERROR_TYPE)?.value ?? '')
  const errorType = told || (code >= 400 ? String(code) : failed ? '_OTHER' : '')
  const errorMessage = failed ? String(pickFirst(context, ERROR_MESSAGE)?.value ?? '') : ''
  if (errorType === '') return { errorType, errorMessage, errorClass: '' }
  return { errorType, errorMessage, errorClass: errorClassOf(errorType, errorMessage, code) }
}

/** One of few classes of failure. `code` is an HTTP status, 0 when there was none. */
export function errorClassOf(errorType: string, errorMessage: string, code: number): string {
  const named = /^\d{3}$/.test(errorType)
    ? Number(errorType)
    : Number(CODE_IN_MESSAGE.exec(errorMessage.slice(0, 2000))?.[1] ?? 0)
  const status = code >= 400 ? code : named
  const message = errorMessage.slice(0, 2000)
  // What the provider said of the content is told apart from the status that it shares with other bad requests.
  const found = ERROR_CLASSES.find(
    (line) =>
      line.status?.includes(status) === true ||
      line.type?.test(errorType) === true ||
      line.message?.test(message) === true,
  )
  if (found !== undefined) return found.errorClass
  return status >= 500 ? 'server_error' : status >= 400 ? 'invalid_request' : 'other'
}

/** `saidFinish`: why a message of the answer says that it ended. */
export function readFinish(
  context: PickContext,
  saidFinish: string | undefined,
  hasToolCalls: boolean,
): Pick<SpanColumns, 'finishReason' | 'finishReasonRaw'> {
  const told = pickFirst(context, FINISH)?.value ?? saidFinish
  const raw = String(told ?? pickFirst(context, LATE_FINISH)?.value ?? '')
  if (UNFINISHED.has(raw)) return { finishReason: '', finishReasonRaw: '' }
  return { finishReason: finishReasonOf(raw, hasToolCalls), finishReasonRaw: raw }
}

/** OpenAI's Responses say `completed` for any good end, tool calls included. */
export function finishReasonOf(raw: string, hasToolCalls: boolean): string {
  const name = raw.toLowerCase().replace(/^finish_?reason\./, '')
  if (name === 'completed' && hasToolCalls) return 'tool_call'
  return FINISH_BY_NAME.get(name) ?? name
}

function isFalse(value: unknown): boolean {
  return value === false || String(value).toLowerCase() === 'false'
}
