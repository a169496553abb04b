import type { CompactSpan } from './trace-facts.ts'

/**
 * What a function makes of a span, made once for as long as somebody holds the span: a trace is settled again with each piece of it
 * that comes, and most of its spans are the ones that were there before. Spans never change.
 */
export function oncePerSpan<Value>(make: (span: CompactSpan) => Value): (span: CompactSpan) => Value {
  const known = new WeakMap<CompactSpan, { value: Value }>()
  return (span) => {
    const found = known.get(span)
    if (found !== undefined) return found.value
    const value = make(span)
    known.set(span, { value })
    return value
  }
}
