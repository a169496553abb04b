const NONE = new Uint8Array(0)

export function isTraceId(id: Uint8Array): boolean {
  return id.length === 16 && id.some((byte) => byte !== 0)
}

export function isSpanId(id: Uint8Array): boolean {
  return id.length === 8 && id.some((byte) => byte !== 0)
}

/** The ids of a span that something refers to; both empty where they are none. */
export function reference(traceId: Uint8Array, spanId: Uint8Array): { traceId: Uint8Array; spanId: Uint8Array } {
  if (!isTraceId(traceId)) return { traceId: NONE, spanId: NONE }
  return { traceId, spanId: isSpanId(spanId) ? spanId : NONE }
}

/** The parent's id; empty, as for a root, where it is none or the span's own. */
export function parentOf(parentSpanId: Uint8Array, spanId: Uint8Array): Uint8Array {
  const isOwn = parentSpanId.length === spanId.length && parentSpanId.every((byte, place) => byte === spanId[place])
  return isSpanId(parentSpanId) && !isOwn ? parentSpanId : NONE
}
