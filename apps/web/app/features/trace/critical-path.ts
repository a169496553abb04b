import type { SpanNode } from './span-tree.ts'

/** A stretch of the critical path: while it lasted, the trace waited for this span's own work. Milliseconds from the trace's start. */
export interface PathSegment {
  spanId: string
  fromMs: number
  toMs: number
}

/** Clocks of spans are rounded: a child that ends this much after the next began has ended by then. */
const SLACK_MS = 1
const SLACK_SHARE = 0.005

/**
 * Walks back from a root's end: of the children that ended by then, the one that ended last is on the path, and so on from its
 * start; what no child covers is the span's own. (The rule of Dapper's and Jaeger's critical paths.) Segments come in order of time.
 */
export function criticalPath(root: SpanNode): PathSegment[] {
  const segments: PathSegment[] = []
  const slackMs = Math.min(SLACK_MS, (root.endMs - root.startMs) * SLACK_SHARE)
  const stack: { node: SpanNode; untilMs: number }[] = [{ node: root, untilMs: root.endMs }]
  for (let frame = stack.pop(); frame !== undefined; frame = stack.pop()) {
    const { node } = frame
    let cursor = Math.min(frame.untilMs, node.endMs)
    for (const child of [...node.children].sort((a, b) => b.endMs - a.endMs)) {
      if (child.endMs > cursor + slackMs || child.startMs >= cursor) continue
      if (cursor > child.endMs) segments.push({ spanId: node.span.span_id, fromMs: child.endMs, toMs: cursor })
      stack.push({ node: child, untilMs: Math.min(child.endMs, cursor) })
      cursor = child.startMs
    }
    if (cursor > node.startMs) segments.push({ spanId: node.span.span_id, fromMs: node.startMs, toMs: cursor })
  }
  return segments.sort((a, b) => a.fromMs - b.fromMs)
}
