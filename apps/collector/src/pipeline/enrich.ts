import type { StringMap } from '@pyflare/domain'
import type { LogItem, PointItem, SpanItem } from './records.ts'
import type { Staged } from './stage.ts'

export interface Enrichment {
  /** For telemetry that names no deployment environment; '' for none. */
  environment: string
  /** The collector's own host; '' to leave it out. */
  hostName: string
}

const HOST_KEY = 'pyflare.collector.host'

interface Enrichable {
  environment: string
  resourceAttributes: StringMap
}

/** Last stage: what the collector knows and the client did not say. */
export function createEnrich(enrichment: Enrichment) {
  return {
    spans: (batch: readonly SpanItem[]): Staged<SpanItem> => enriched(batch, enrichment),
    logs: (batch: readonly LogItem[]): Staged<LogItem> => enriched(batch, enrichment),
    points: (batch: readonly PointItem[]): Staged<PointItem> => enriched(batch, enrichment),
  }
}

function enriched<Item extends { record: Enrichable }>(batch: readonly Item[], enrichment: Enrichment): Staged<Item> {
  const { environment, hostName } = enrichment
  if (environment === '' && hostName === '') return { kept: [...batch], rejections: [] }
  const withHost = new WeakMap<StringMap, StringMap>()
  const kept = batch.map((item) => {
    const { resourceAttributes } = item.record
    const shared =
      hostName === '' ? resourceAttributes : (withHost.get(resourceAttributes) ?? hosted(item.record, hostName))
    withHost.set(resourceAttributes, shared)
    const record = { ...item.record, environment: environmentOf(item.record, environment), resourceAttributes: shared }
    return { ...item, record }
  })
  return { kept, rejections: [] }
}

/** `default` is what normalization calls an environment that nobody named. */
function environmentOf(record: Enrichable, configured: string): string {
  const named = record.environment !== '' && record.environment !== 'default'
  return named || configured === '' ? record.environment : configured
}

function hosted({ resourceAttributes }: Enrichable, hostName: string): StringMap {
  const next: StringMap = Object.assign(Object.create(null), resourceAttributes)
  next[HOST_KEY] = hostName
  return next
}
