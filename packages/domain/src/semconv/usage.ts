import type { SpanColumns } from '../telemetry/span-columns.ts'
import type { TokenColumn } from '../telemetry/token-columns.ts'
import { compileRules } from './column-rule.ts'
import { jsonOf } from './json.ts'
import { usageDetailsOf } from './langfuse-usage.ts'
import { statusOf } from './outcome.ts'
import { holds, type PickContext, pickColumns } from './pick.ts'
import { parseSource } from './source.ts'
import { MODEL_CALL } from './tables/answers.ts'
import { DOUBTFUL_USAGE, type DoubtfulUsage, EXCLUSIVE_INPUT, UNCACHED_INPUT, USAGE_RULES } from './tables/usage.ts'
import { transform } from './transforms.ts'
import { type Counts, type UsageObject, usageObjectOf } from './usage-object.ts'

const RULES = compileRules(USAGE_RULES)
const DETAILS = parseSource('langfuse.observation.usage_details')
const UINT32_MAX = 4_294_967_295

type UsageColumn = TokenColumn | 'usageMissing' | 'usageEstimated' | 'usageIncomplete'

export interface Usage {
  columns: Pick<SpanColumns, UsageColumn>
  /** Whether counts were put right, beyond what the client is known to leave out. */
  repaired: boolean
}

/**
 * Tokens (4.5). Input includes what the cache gave and took, output includes reasoning: clients that count them beside are
 * put right (I1 to I4). What nobody counted stays undefined.
 */
export function readUsage(context: PickContext, provider: string, isAggregate: boolean): Usage {
  const told: Counts = { ...detailsOf(context), ...(pickColumns(context, RULES) as Counts) }
  const object = usageObjectOf(context, told)
  const counts = withUsageObject(context, withoutEmptyUsage(context, told), object)
  const isWhole = object?.own.inputTokens !== undefined && counts.inputTokens === object.counts.inputTokens
  const repaired = (!isWhole && repairInput(context, counts, provider)) || repairOutput(context, counts)
  const { inputTokens: input, outputTokens: output, cacheReadTokens = 0, cacheWriteTokens = 0 } = counts
  const sum = input === undefined && output === undefined ? undefined : clamp((input ?? 0) + (output ?? 0))
  if ((sum ?? -1) > (counts.totalTokens ?? -1)) context.recorder?.why('totalTokens', 'Input and output together.')
  const isCall = holds(context, MODEL_CALL) && !isAggregate
  const isEmpty = input === undefined && output === undefined && counts.totalTokens === undefined
  return {
    columns: {
      inputTokens: input,
      outputTokens: output,
      totalTokens: sum === undefined ? counts.totalTokens : Math.max(sum, counts.totalTokens ?? 0),
      cacheReadTokens: counts.cacheReadTokens,
      cacheWriteTokens: counts.cacheWriteTokens,
      cacheWrite1hTokens: counts.cacheWrite1hTokens,
      reasoningTokens: counts.reasoningTokens,
      audioInputTokens: counts.audioInputTokens,
      audioOutputTokens: counts.audioOutputTokens,
      imageInputTokens: counts.imageInputTokens,
      imageOutputTokens: counts.imageOutputTokens,
      textInputTokens: counts.textInputTokens,
      textOutputTokens: counts.textOutputTokens,
      uncachedInputTokens: input === undefined ? undefined : Math.max(0, input - cacheReadTokens - cacheWriteTokens),
      usageMissing: isCall && isEmpty && statusOf(context) !== 'error',
      usageEstimated: isCall && !isEmpty && isDoubtful(context, provider, 'usageEstimated'),
      usageIncomplete:
        isCall &&
        !isEmpty &&
        ((context.kind !== 'embeddings' && (input === undefined || output === undefined)) ||
          isDoubtful(context, provider, 'usageIncomplete')),
    },
    repaired,
  }
}

/** No answer is made of nothing: who counts no token at all of a call that went well has counted nothing. */
function withoutEmptyUsage(context: PickContext, told: Counts): Counts {
  const isTalk = context.kind === 'chat' || context.kind === 'completion'
  const isEmpty = told.inputTokens === 0 && told.outputTokens === 0
  if (!isTalk || !isEmpty || Object.values(told).some((count) => count !== 0)) return told
  return statusOf(context) === 'error' ? told : {}
}

/** I3, I1 and I2: input without cache tokens becomes input with them. */
function repairInput(context: PickContext, counts: Counts, provider: string): boolean {
  const cached = (counts.cacheReadTokens ?? 0) + (counts.cacheWriteTokens ?? 0)
  const uncached = countAt(context, UNCACHED_INPUT)
  if (uncached !== undefined) {
    counts.inputTokens = clamp(uncached + cached)
    context.recorder?.why(
      'inputTokens',
      `${UNCACHED_INPUT} says ${uncached} without the cache; what the cache gave and took (${cached}) is added.`,
    )
    return false
  }
  const input = counts.inputTokens
  if (input === undefined || cached === 0) return false
  const scope = context.reader.span.scope.name
  const isKnown = EXCLUSIVE_INPUT.some(
    (client) =>
      client.provider === provider &&
      (client.dialect === undefined || context.dialects.has(client.dialect)) &&
      (client.scope === undefined || scope.startsWith(client.scope)),
  )
  if (!isKnown && cached <= input) return false
  counts.inputTokens = clamp(input + cached)
  context.recorder?.why(
    'inputTokens',
    isKnown
      ? `This client counts input without the cache: what it gave and took (${cached}) is added to ${input}.`
      : `The cache (${cached}) is more than the input (${input}), so the input was counted without it: it is added.`,
  )
  return !isKnown
}

/** Output without thoughts becomes output with them where nothing else is possible (I4). */
function repairOutput(context: PickContext, counts: Counts): boolean {
  const { outputTokens: output, reasoningTokens: reasoning = 0 } = counts
  if (output === undefined || reasoning === 0) return false
  if (reasoning <= output) return false
  counts.outputTokens = clamp(output + reasoning)
  context.recorder?.why(
    'outputTokens',
    `The thoughts (${reasoning}) are more than the output (${output}), so the output was counted without them: they are added.`,
  )
  return true
}

/**
 * What attributes count, and a usage object the rest. An attribute that repeats a provider's own count, which leaves out the cache or
 * the thoughts, is replaced by the count with them.
 */
function withUsageObject(context: PickContext, told: Counts, object: UsageObject | undefined): Counts {
  if (object === undefined) return told
  const counts: Counts = { ...object.counts, ...told }
  for (const column of ['inputTokens', 'outputTokens'] as const) {
    const own = counts[column]
    if (own !== object.own[column] || own === object.counts[column]) continue
    counts[column] = object.counts[column]
    const what = column === 'inputTokens' ? 'the cache' : 'the thoughts'
    context.recorder?.why(
      column,
      `${own} is what the provider counts without ${what}; with them it is ${counts[column]}.`,
    )
  }
  return counts
}

function detailsOf(context: PickContext): Counts {
  const value = context.reader.span.attributes.get(DETAILS.key)
  if (value === undefined) return {}
  const told = jsonOf(value)
  const details = usageDetailsOf(told)
  for (const column of Object.keys(details) as TokenColumn[]) context.recorder?.from(column, DETAILS, told)
  return details
}

function isDoubtful(context: PickContext, provider: string, column: DoubtfulUsage['column']): boolean {
  const { scope, attributes } = context.reader.span
  return DOUBTFUL_USAGE.some(
    (client) =>
      client.column === column &&
      scope.name.startsWith(client.scope) &&
      (client.provider === undefined || client.provider === provider) &&
      client.streamed.some((key) => attributes.get(key) === true) &&
      (client.lacks === undefined || !attributes.has(client.lacks)) &&
      (client.hasZero === undefined || countAt(context, client.hasZero) === 0),
  )
}

function countAt(context: PickContext, key: string): number | undefined {
  const value = context.reader.span.attributes.get(key)
  const count = value === undefined ? undefined : transform('count', jsonOf(value), context.times)
  return typeof count === 'number' ? count : undefined
}

/** Columns are 32 bits wide. */
function clamp(value: number): number {
  return Math.min(value, UINT32_MAX)
}
