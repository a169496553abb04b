import type { RawSpan, Scope, SpanKind, SpanStatus } from '@pyflare/domain'
import type { ExportTraceServiceRequest, InstrumentationScope, Span } from '@pyflare/proto'
import { attributesOf } from './attributes.ts'

const KINDS: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']
const STATUSES: readonly SpanStatus[] = ['unset', 'ok', 'error']

/** The spans of a request, free of their encoding, in the order in which they came. */
export function spansOf(request: ExportTraceServiceRequest): RawSpan[] {
  return request.resourceSpans.flatMap((resourceSpans) => {
    const resource = attributesOf(resourceSpans.resource?.attributes ?? [])
    return resourceSpans.scopeSpans.flatMap((scopeSpans) => {
      const scope = scopeOf(scopeSpans.scope)
      return scopeSpans.spans.map((span) => spanOf(span, { resource, scope }))
    })
  })
}

export function scopeOf(scope: InstrumentationScope | undefined): Scope {
  return { name: scope?.name ?? '', version: scope?.version ?? '', attributes: attributesOf(scope?.attributes ?? []) }
}

function spanOf(span: Span, surroundings: Pick<RawSpan, 'resource' | 'scope'>): RawSpan {
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
