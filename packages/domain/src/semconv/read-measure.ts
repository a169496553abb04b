import type { Attributes } from '../telemetry/attribute.ts'
import type { MetricValue } from '../telemetry/raw-metric-point.ts'
import { MEASURE_RULES, type Measure, MODALITY_KEYS, TOKEN_TYPE_KEYS } from './tables/measures.ts'

/** What a data point of a model's metric measures. */
export interface GenAiMeasure {
  measure: Measure
  /** `input`, `output`, `cache_read`, `cache_write`, `reasoning`; '' where it does not count tokens, or nobody said. */
  tokenType: string
  modality: string
  /**
   * A histogram tells of each call, a counter of all: they are two instruments for the same tokens, and adding them counts every
   * token twice.
   */
  instrument: 'distribution' | 'total'
}

/** Undefined for a metric of anything else. Durations are in seconds in every generation. */
export function genAiMeasureOf(
  metricName: string,
  valueType: MetricValue['type'],
  attributes: Attributes,
): GenAiMeasure | undefined {
  const rule = MEASURE_RULES.find(({ pattern }) => pattern.test(metricName))
  if (rule === undefined) return undefined
  const { measure } = rule
  return {
    measure,
    tokenType: measure === 'genai.tokens' ? (rule.tokenType ?? textAt(attributes, TOKEN_TYPE_KEYS)) : '',
    modality: textAt(attributes, MODALITY_KEYS),
    instrument: valueType === 'gauge' || valueType === 'sum' ? 'total' : 'distribution',
  }
}

function textAt(attributes: Attributes, keys: readonly string[]): string {
  for (const key of keys) {
    const value = attributes.get(key)
    if (typeof value === 'string' && value !== '') return value.toLowerCase()
  }
  return ''
}
