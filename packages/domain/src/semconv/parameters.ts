import type { SpanColumns } from '../telemetry/span-columns.ts'
import { compileRules } from './column-rule.ts'
import { compileCarriers, gather } from './gather.ts'
import { type PickContext, pickColumns } from './pick.ts'
import { NOT_PARAMETERS, PARAMETER_CARRIERS, PARAMETER_RULES, STREAM_SIGNS } from './tables/parameters.ts'

const RULES = compileRules(PARAMETER_RULES)
const CARRIERS = compileCarriers(PARAMETER_CARRIERS)

/** What the client asked of the model (4.7). */
export function readParameters(context: PickContext, hasFirstToken: boolean): Partial<SpanColumns> {
  const columns = pickColumns(context, RULES)
  const stream =
    columns.stream ?? ((hasFirstToken && !isTimedAnyhow(context)) || showsStream(context) ? true : undefined)
  if (stream !== undefined && columns.stream === undefined)
    context.recorder?.why(
      'stream',
      'No attribute says so; a first token, the name or events show that the answer came in pieces.',
    )
  return { ...columns, stream, params: gather(context, 'params', CARRIERS, NOT_PARAMETERS) }
}

/** Servers time the first token of every answer. */
function isTimedAnyhow({ dialects }: PickContext): boolean {
  return STREAM_SIGNS.timedAnyhow.some((dialect) => dialects.has(dialect))
}

/** Whether an answer came in pieces, where no attribute says so. */
function showsStream({ reader, kind }: PickContext): boolean {
  const operation = reader.span.attributes.get('ai.operationId')
  if (typeof operation === 'string' && operation.toLowerCase().endsWith(STREAM_SIGNS.operationSuffix)) return true
  if ((kind === 'chat' || kind === 'completion') && STREAM_SIGNS.name.test(reader.span.name)) return true
  if (STREAM_SIGNS.keys.some((key) => reader.has(key))) return true
  return reader.span.events.some(({ name }) => (STREAM_SIGNS.events as readonly string[]).includes(name))
}
