import type { SpanColumns } from '../telemetry/span-columns.ts'
import { field, isObject, type Json, type JsonObject, structureOf } from './json.ts'
import { numberOf } from './transforms.ts'

export type UsageDetails = Partial<
  Pick<
    SpanColumns,
    'inputTokens' | 'outputTokens' | 'totalTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'reasoningTokens'
  >
>

/**
 * Langfuse's free-form `usage_details` (rule L). Three shapes are known: OpenAI chat (`prompt_tokens`), OpenAI Responses
 * (`input_tokens`, both with nested details, inclusive), and Langfuse's own (`input`, `input_cache_read`, … beside each other,
 * exclusive: they are summed).
 */
export function usageDetailsOf(value: Json): UsageDetails {
  const details = structureOf(value)
  if (!isObject(details)) return {}
  const shape = ['prompt_tokens', 'input_tokens'].find((key) => Object.hasOwn(details, key))
  const found = shape === undefined ? sumOwnShape(details) : readOpenAiShape(details)
  return Object.fromEntries(Object.entries(found).filter(([, count]) => isCount(count)))
}

function readOpenAiShape(details: JsonObject): UsageDetails {
  const pick = (...paths: string[][]): number | undefined => {
    for (const path of paths) {
      const found = path.reduce<Json | undefined>((here, key) => field(here, key), details)
      const count = found === undefined ? undefined : numberOf(found)
      if (count !== undefined) return count
    }
    return undefined
  }
  return {
    inputTokens: pick(['prompt_tokens'], ['input_tokens']),
    outputTokens: pick(['completion_tokens'], ['output_tokens']),
    totalTokens: pick(['total_tokens'], ['total']),
    cacheReadTokens: pick(
      ['prompt_tokens_details', 'cached_tokens'],
      ['input_tokens_details', 'cached_tokens'],
      ['cache_read_input_tokens'],
    ),
    cacheWriteTokens: pick(['cache_creation_input_tokens']),
    reasoningTokens: pick(
      ['completion_tokens_details', 'reasoning_tokens'],
      ['output_tokens_details', 'reasoning_tokens'],
    ),
  }
}

function sumOwnShape(details: JsonObject): UsageDetails {
  const sum = (matches: (key: string) => boolean): number | undefined => {
    const counts = Object.keys(details)
      .filter(matches)
      .map((key) => numberOf(details[key] ?? null) ?? 0)
    return counts.length === 0 ? undefined : counts.reduce((total, count) => total + count, 0)
  }
  return {
    inputTokens: sum((key) => /^(input|prompt)/.test(key)),
    outputTokens: sum((key) => /^(output|completion)/.test(key)),
    totalTokens: sum((key) => key === 'total'),
    cacheReadTokens: sum((key) => /^input_(cache_read|cached_tokens)/.test(key)),
    cacheWriteTokens: sum((key) => /^input_cache_(creation|write)/.test(key)),
    reasoningTokens: sum((key) => /^output_reasoning/.test(key)),
  }
}

function isCount(count: number | undefined): boolean {
  return count !== undefined && Number.isInteger(count) && count >= 0 && count <= 4_294_967_295
}
