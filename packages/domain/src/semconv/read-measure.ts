import type { Attributes } from '../telemetry/attribute.ts'
import type { OperationKind } from '../telemetry/span-columns.ts'
import { MEASURE_RULES, type Measure, MODALITY_KEYS, TOKEN_TYPE_KEYS, TOKEN_TYPES } from './tables/measures.ts'

/** What a data point of a model's metric measures. */
export interface GenAiMeasure {
  measure: Measure
  /** `input`, `output`, `cache_read`, `cache_write`, `reasoning`; '' where it does not count tokens, or nobody said. */
  tokenType: string
  /** `text`, `audio`, `image`; '' where nobody said. */
  tokenModality: string
  /** What the metric's name says that was done. */
  operation: OperationKind | undefined
}

/** Undefined for a metric of anything else. */
export function genAiMeasureOf(metricName: string, attributes: Attributes): GenAiMeasure | undefined {
  const rule = MEASURE_RULES[rankOfMeasure(metricName)]
  if (rule === undefined) return undefined
  const { measure, tokenType, operation } = rule
  const isOfTokens = measure === 'genai.tokens'
  return {
    measure,
    tokenType: isOfTokens ? (tokenType ?? tokenTypeIn(attributes)) : '',
    tokenModality: isOfTokens ? textAt(attributes, MODALITY_KEYS) : '',
    operation,
  }
}

/** Of several metrics that tell of the same calls the one of the lowest rank counts. -1 for a metric that measures nothing of them. */
export function rankOfMeasure(metricName: string): number {
  const known = ranks.get(metricName)
  if (known !== undefined) return known
  const rank = MEASURE_RULES.findIndex(({ pattern }) => pattern.test(metricName))
  if (ranks.size >= MAX_RANKS) ranks.clear()
  ranks.set(metricName, rank)
  return rank
}

/** Names come again with every point. */
const ranks = new Map<string, number>()
const MAX_RANKS = 10_000

function tokenTypeIn(attributes: Attributes): string {
  const told = textAt(attributes, TOKEN_TYPE_KEYS)
  return TOKEN_TYPES.get(told) ?? told
}

function textAt(attributes: Attributes, keys: readonly string[]): string {
  for (const key of keys) {
    const value = attributes.get(key)
    if (typeof value === 'string' && value !== '') return value.toLowerCase()
  }
  return ''
}
