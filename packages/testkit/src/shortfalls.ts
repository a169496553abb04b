/** Values of the corpus that are not right, and why they cannot be. */
export interface Shortfall {
  library: string
  scenario: string
  /** Fields of `expect.json`. */
  fields: readonly string[]
  /** What was sent, and what would have been needed. */
  reason: string
}

const NO_TRUTH =
  'The request failed before the stand-in saw a model, so the truth names none. The span names the model that the program asked for, and so do we.'

/** A test holds this list to what is measured: each value that is wrong has a reason, and no reason is left over. */
export const SHORTFALLS: readonly Shortfall[] = [
  {
    library: 'node-anthropic-native',
    scenario: 'error429',
    fields: ['error_type'],
    reason:
      "The SDK writes the API's own word, `error.type = rate_limit_error`. The class of its exception, `RateLimitError`, is nowhere in the span.",
  },
  {
    library: 'node-traceloop',
    scenario: 'anthropic_error429',
    fields: ['error_type'],
    reason:
      'The exception is recorded as `Error`, in its type and in its stack trace. `RateLimitError` is nowhere in the span.',
  },
  { library: 'python-adk', scenario: 'error400', fields: ['model_requested'], reason: NO_TRUTH },
  { library: 'python-adk-content', scenario: 'error400', fields: ['model_requested'], reason: NO_TRUTH },
  { library: 'python-openinference-adk', scenario: 'error400', fields: ['model_requested'], reason: NO_TRUTH },
  {
    library: 'python-openinference-adk',
    scenario: 'tool',
    fields: ['input_tokens', 'cached_input_tokens', 'output_tokens', 'reasoning_tokens'],
    reason:
      'Two calls share one span, whose attributes tell of the second. The first is asked for too, and a span has one number of tokens. (A log record tells of the first: settled, the span has what both used, and counts two calls.)',
  },
  {
    library: 'python-openlit-openai',
    scenario: 'responses',
    fields: ['tool_definitions'],
    reason: 'No definition was sent. What looks like one is `gen_ai.tool.name`, the tool that the answer called.',
  },
  {
    library: 'python-openlit-openai',
    scenario: 'tool',
    fields: ['input_messages'],
    reason: "OpenLIT leaves an assistant's message out of the input when it only calls tools.",
  },
]

/** Why a value is not right; undefined when nobody said. */
export function reasonOf(value: { library: string; scenario: string; field: string }): string | undefined {
  return SHORTFALLS.find(
    ({ library, scenario, fields }) =>
      library === value.library && scenario === value.scenario && fields.includes(value.field),
  )?.reason
}
