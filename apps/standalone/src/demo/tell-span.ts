import { type Context, context, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { type Logger, SeverityNumber } from '@opentelemetry/api-logs'
import { durationOf, type SpanPlan } from './plan.ts'

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, server: SpanKind.SERVER }
const SEVERITIES = { INFO: SeverityNumber.INFO, WARN: SeverityNumber.WARN, ERROR: SeverityNumber.ERROR }

/** Tells a span that began at `startMs`, with all that is below it. */
export function tellSpan(
  to: { tracer: Tracer; logger: Logger },
  plan: SpanPlan,
  startMs: number,
  parent: Context,
): { traceId: string; spans: number } {
  const span = to.tracer.startSpan(
    plan.name,
    { kind: KINDS[plan.kind], attributes: plan.attributes, startTime: startMs },
    parent,
  )
  const within = trace.setSpan(parent, span)
  let at = startMs
  let spans = 1
  for (const child of plan.children ?? []) {
    at += child.waitMs ?? 0
    spans += tellSpan(to, child, at, within).spans
    at += durationOf(child)
  }
  const endMs = at + plan.selfMs
  if (plan.error !== undefined) {
    span.setAttribute('error.type', plan.error.type)
    span.recordException({ name: plan.error.type, message: plan.error.message }, endMs)
    span.setStatus({ code: SpanStatusCode.ERROR, message: plan.error.message })
  }
  for (const { name, score, label, explanation } of plan.evaluations ?? []) {
    const told = {
      'gen_ai.evaluation.name': name,
      'gen_ai.evaluation.score.value': score,
      'gen_ai.evaluation.score.label': label,
      'gen_ai.evaluation.explanation': explanation,
    }
    span.addEvent('gen_ai.evaluation.result', told, endMs)
  }
  context.with(within, () => {
    for (const log of plan.logs ?? []) {
      to.logger.emit({
        timestamp: endMs,
        severityNumber: SEVERITIES[log.severity],
        severityText: log.severity,
        body: log.body,
        attributes: log.attributes ?? {},
        context: within,
      })
    }
  })
  span.end(endMs)
  return { traceId: span.spanContext().traceId, spans }
}
