import { type AttributeValue, highestRateOf, isTraceKept, type SamplingConfig, samplingRateOf } from '@pyflare/domain'
import type { SpanItem } from './records.ts'
import type { Staged } from './stage.ts'

/**
 * Fourth stage, head sampling of spans: each span's own rate, and without those whose trace no rate would keep. Whether a trace is kept
 * its spans decide together, once all of the request are through (`sampleTraces`). Spans that are sampled out are accepted, not
 * rejected: their client must not send them again. Logs and metrics are not sampled.
 */
export function createSample(sampling: SamplingConfig) {
  const highest = highestRateOf(sampling)
  const isAll = keepsAll(sampling)
  return {
    spans: (batch: readonly SpanItem[]): Staged<SpanItem> => {
      if (isAll) return { kept: [...batch], rejections: [] }
      const kept = batch.filter(({ raw }) => isTraceKept(raw.traceId, highest)).map((item) => rated(item, sampling))
      return { kept, rejections: [] }
    },
  }
}

/** Whether nothing is sampled out. */
export function keepsAll({ defaultRate, rules }: SamplingConfig): boolean {
  return defaultRate >= 1 && rules.every(({ rate }) => rate >= 1)
}

/** Rules go by what the client said, also where redaction has hidden it since. */
function rated(item: SpanItem, sampling: SamplingConfig): SpanItem {
  const { raw } = item
  const attribute = (key: string) => printed(raw.attributes.get(key) ?? raw.resource.get(key))
  const service = printed(raw.resource.get('service.name'))
  const samplingRate = samplingRateOf(sampling, { serviceName: service ?? item.record.serviceName, attribute })
  return { ...item, record: { ...item.record, samplingRate } }
}

function printed(value: AttributeValue | undefined): string | undefined {
  return value === undefined || typeof value === 'object' ? undefined : String(value)
}
