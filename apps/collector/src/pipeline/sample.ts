import { type AttributeValue, isTraceKept, type SamplingConfig, samplingRateOf } from '@pyflare/domain'
import type { SpanItem } from './records.ts'
import type { Staged } from './stage.ts'

/**
 * Fourth stage, head sampling of spans: a trace is kept or not by its id. Spans that are sampled out are accepted, not
 * rejected: their client must not send them again. Logs and metrics are not sampled.
 */
export function createSample(sampling: SamplingConfig) {
  const isAll = sampling.defaultRate >= 1 && sampling.rules.every(({ rate }) => rate >= 1)
  return {
    spans: (batch: readonly SpanItem[]): Staged<SpanItem> => {
      if (isAll) return { kept: [...batch], rejections: [] }
      return { kept: batch.flatMap((item) => sampled(item, sampling) ?? []), rejections: [] }
    },
  }
}

/** Rules go by what the client said, also where redaction has hidden it since. */
function sampled(item: SpanItem, sampling: SamplingConfig): SpanItem | undefined {
  const { raw, record } = item
  const attribute = (key: string) => printed(raw.attributes.get(key) ?? raw.resource.get(key))
  const samplingRate = samplingRateOf(sampling, { serviceName: record.serviceName, attribute })
  return isTraceKept(raw.traceId, samplingRate) ? { ...item, record: { ...record, samplingRate } } : undefined
}

function printed(value: AttributeValue | undefined): string | undefined {
  return value === undefined || typeof value === 'object' ? undefined : String(value)
}
