import { isObject, type Json, type JsonObject, structureOf } from './json.ts'
import { numberOf } from './transforms.ts'
import { type Counts, usageIn } from './usage-object.ts'

/**
 * Langfuse's free-form `usage_details` (rule L): what a model API told, in its shape; else Langfuse's own, `input`,
 * `input_cache_read`, … beside each other, which are summed.
 */
export function usageDetailsOf(value: Json): Counts {
  const details = structureOf(value)
  if (!isObject(details)) return {}
  const told = Object.hasOwn(details, 'input') || Object.hasOwn(details, 'output') ? undefined : usageIn(details)
  const found = told?.counts ?? sumOwnShape(details)
  return Object.fromEntries(Object.entries(found).filter(([, count]) => isCount(count)))
}

function sumOwnShape(details: JsonObject): Counts {
  const sum = (matches: RegExp): number | undefined => {
    const counts = Object.keys(details)
      .filter((key) => matches.test(key))
      .map((key) => numberOf(details[key] ?? null) ?? 0)
    return counts.length === 0 ? undefined : counts.reduce((total, count) => total + count, 0)
  }
  return {
    inputTokens: sum(/^(input|prompt|cache_)/),
    outputTokens: sum(/^(output|completion)/),
    totalTokens: sum(/^total$/),
    cacheReadTokens: sum(/^(input_cache_read|input_cached_tokens|cache_read)/),
    cacheWriteTokens: sum(/^(input_cache_(creation|write)|cache_(creation|write))/),
    reasoningTokens: sum(/^output_reasoning/),
  }
}

function isCount(count: number | undefined): boolean {
  return count !== undefined && Number.isInteger(count) && count >= 0 && count <= 4_294_967_295
}
