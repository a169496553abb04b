/** Where judgements ride (4.12): on spans, on events of spans, and on log records. */

/** Attributes of an event or a log record of such a name, of a span too. */
export interface EvaluationEvent {
  event: string
  /** Stands before the name, so that two kinds of judgement do not meet under one. */
  named: string
  name: readonly string[]
  score: readonly string[]
  label: readonly string[]
  explanation: readonly string[]
  evaluator: readonly string[]
  /** What else is told goes into the metadata, under the last part of its name. */
  metadata: readonly string[]
}

export const EVALUATION_EVENTS: readonly EvaluationEvent[] = [
  {
    event: 'gen_ai.evaluation.result',
    named: '',
    name: ['gen_ai.evaluation.name'],
    score: ['gen_ai.evaluation.score.value'],
    label: ['gen_ai.evaluation.score.label', 'gen_ai.evaluation.label'],
    explanation: ['gen_ai.evaluation.explanation'],
    evaluator: ['gen_ai.evaluation.evaluator'],
    metadata: ['error.type'],
  },
  {
    // What a guardrail found is told as it is: it says nothing of what was allowed.
    event: 'gen_ai.guardrail.result',
    named: 'guardrail:',
    name: ['gen_ai.guardrail.policy.id', 'gen_ai.guardrail.component.name'],
    score: ['gen_ai.guardrail.risk.score'],
    label: ['gen_ai.guardrail.result.value'],
    explanation: ['gen_ai.guardrail.result.reason'],
    evaluator: [],
    metadata: [
      'gen_ai.guardrail.result.type',
      'gen_ai.guardrail.source',
      'gen_ai.guardrail.policy.version',
      'gen_ai.guardrail.policy.rule.id',
      'gen_ai.guardrail.risk.category',
    ],
  },
]

/** The same on a span itself: OpenLIT's scores, OpenLLMetry's guardrails. */
export const EVALUATION_SPANS: readonly Omit<EvaluationEvent, 'event'>[] = [
  ...EVALUATION_EVENTS.map(({ event: _, ...keys }) => keys).slice(0, 1),
  {
    named: 'guardrail:',
    name: ['gen_ai.guardrail.name'],
    score: [],
    label: ['gen_ai.guardrail.status'],
    explanation: [],
    evaluator: [],
    metadata: ['gen_ai.guardrail.duration', 'gen_ai.guardrail.triggered'],
  },
]

/** OpenInference's lists, `evaluations.0.evaluation.name`, and what they judge: the span, its trace, its session. */
export const EVALUATION_LISTS = (['span', 'trace', 'session'] as const).flatMap((judges) =>
  (['evaluation', 'annotation'] as const).map((item) => ({
    judges,
    item,
    list: `${judges === 'span' ? '' : `${judges}.`}${item}s.*`,
  })),
)
