import type { RawSpan, Scope, SpanKind, SpanStatus } from '@pyflare/domain'
import type { InstrumentationScope, Span } from '@pyflare/proto'
import { attributesOf } from './attributes.ts'

const KINDS: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']
const STATUSES: readonly SpanStatus[] = ['unset', 'ok', 'error']

export function scopeOf(scope: InstrumentationScope | undefined): Scope {
  return { name: scope?.name ?? '', version: scope?.version ?? '', attributes: attributesOf(scope?.attributes ?? []) }
}

/** A span, free of its encoding. */
export function spanOf(span: Span, surroundings: Pick<RawSpan, 'resource' | 'scope'>): RawSpan {
  return {
    ...surroundings,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    traceState: span.traceState,
    flags: span.flags,
    name: span.name,
    kind: KINDS[span.kind] ?? 'unspecified',
    startTimeNs: span.startTimeUnixNano,
    endTimeNs: span.endTimeUnixNano,
    status: STATUSES[span.status?.code ?? 0] ?? 'unset',
    statusMessage: span.status?.message ?? '',
    attributes: attributesOf(span.attributes),
    events: span.events.map((event) => ({
      timeNs: event.timeUnixNano,
      name: event.name,
      attributes: attributesOf(event.attributes),
    })),
    links: span.links.map((link) => ({
      traceId: link.traceId,
      spanId: link.spanId,
      attributes: attributesOf(link.attributes),
    })),
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  }
}
