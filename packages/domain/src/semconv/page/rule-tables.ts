import { DIALECTS } from '../dialects.ts'
import { snakeCase } from '../pick.ts'
import { EVALUATION_EVENTS, EVALUATION_LISTS, EVALUATION_SPANS, type EvaluationEvent } from '../tables/evaluations.ts'
import {
  AGGREGATE_KINDS,
  KIND_RULES,
  type KindCondition,
  type KindRule,
  NEVER_AGGREGATE,
} from '../tables/kind-rules.ts'
import { MEASURE_RULES, MEASURE_UNITS, TOKEN_TYPE_KEYS } from '../tables/measures.ts'
import { ERROR_CLASSES, FINISH_REASONS, UNFINISHED } from '../tables/outcome.ts'
import {
  FRAMEWORKS,
  MODEL_PREFIXES,
  PROVIDER_ALIASES,
  PROVIDER_BY_HOST,
  PROVIDER_BY_MODEL,
} from '../tables/providers.ts'
import { DOUBTFUL_USAGE, EXCLUSIVE_INPUT, UNCACHED_INPUT } from '../tables/usage.ts'
import { USAGE_OBJECTS, USAGE_SHAPES, type UsageShape } from '../tables/usage-objects.ts'

export function kindSection(): string {
  const rows = KIND_RULES.map((rule) => [rule.rule, conditionOf(rule), answersOf(rule)])
  return `## Kinds

The first rule that answers decides what kind of operation a span is; a span that none answers is a \`span\`. \`llm\` becomes
\`completion\` where the span carries prompts and choices of the old completions API or calls itself one, else \`chat\`. Values
are compared without regard to case.

${table(['Rule', 'Looks at', 'Answers'], rows)}

Spans of the kinds ${codes(AGGREGATE_KINDS)} repeat what the calls below them used, unless they are of the span kind
\`${NEVER_AGGREGATE}\` (a call to an agent elsewhere). Settling bills the usage of either where nothing below them says what it used, and nowhere
else.`
}

export function providerSection(): string {
  const aliases = Object.entries(PROVIDER_ALIASES).map(([name, others]) => [code(name), codes(others)])
  const prefixes = Object.entries(MODEL_PREFIXES).filter(([, provider]) => provider !== '')
  return `## Providers

One name each, without regard to case. A name with a suffix (\`openai.chat\`) is the name before it; unknown providers keep
their own. These are frameworks and name no provider: ${codes(FRAMEWORKS)}.

${table(['Provider', 'Also written'], aliases)}

Where no attribute names one, the address that was called tells it, then a prefix of the model's name, then how the name begins:

${table(['Provider', 'Address'], PROVIDER_BY_HOST.map(byPattern))}

${table(
  ['Provider', "Before the model's name"],
  prefixes.map(([prefix, provider]) => [code(provider), code(prefix)]),
)}

${table(['Provider', "The model's name"], PROVIDER_BY_MODEL.map(byPattern))}`
}

export function outcomeSections(): string {
  const reasons = Object.entries(FINISH_REASONS).map(([reason, names]) => [code(reason), codes(names)])
  const classes = ERROR_CLASSES.map(({ errorClass, status = [], type, message }) => [
    code(errorClass),
    status.join(', '),
    type === undefined ? '' : code(type),
    message === undefined ? '' : code(message),
  ])
  return `## Finish reasons

Others are kept, in lower case. OpenAI's \`completed\` is \`tool_call\` where the answer calls tools. ${codes([...UNFINISHED])} say
nothing of why an answer ended and are passed over.

${table(['Reason', 'Also written'], reasons)}

## Failures

The first line that matches the HTTP status, the error's type or its message decides. A message's \`Error code: 429\` counts as
a status. Else a status from 500 on is \`server_error\`, from 400 on \`invalid_request\`, and anything else \`other\`.

${table(['Class', 'Status', 'Type', 'Message'], classes)}`
}

export function repairSection(): string {
  const doubtful = DOUBTFUL_USAGE.map(({ scope, provider, streamed, lacks, hasZero, column }) => [
    `scope ${code(`${scope}*`)}`,
    provider === undefined ? 'any' : code(provider),
    [
      `${streamed.map(code).join(' or ')} is true`,
      ...(lacks === undefined ? [] : [`there is no ${code(lacks)}`]),
      ...(hasZero === undefined ? [] : [`${code(hasZero)} is 0`]),
    ].join(', '),
    code(snakeCase(column)),
  ])
  const input = EXCLUSIVE_INPUT.map(({ dialect, scope, provider }) => [
    dialect === undefined ? `scope ${code(`${scope}…`)}` : `dialect ${code(dialect)}`,
    code(provider),
  ])
  return `## Repairs of token counts

\`input_tokens\` includes what the cache gave and took; \`output_tokens\` includes reasoning. Clients that count otherwise are put right:

1. Where \`${UNCACHED_INPUT}\` is there, input is that plus the cache's tokens.
2. These clients leave the cache's tokens out of the input, which are added:

${table(['Client', 'Of the provider'], input)}

3. An attribute that says just what a usage object says, where that leaves the cache or the thoughts out, is made whole too.
4. Of any other client, cache tokens that are more than the input are added to it, and reasoning tokens that are more than the
   output are added to that: nothing else is possible. The span then says \`normalize_repaired\`.
5. Langfuse's \`usage_details\` are read in three shapes: OpenAI's two, which include the details, and Langfuse's own, whose
   parts stand beside each other and are summed.
6. A count that is negative, broken, no whole number or above 2³²-1 is passed over, and the next place is asked.
7. These clients are known to count by themselves, or not all, when an answer comes in pieces; the span then says so:

${table(['Client', 'Of the provider', 'Where', 'Says'], doubtful)}

   Some count so and leave nothing that tells, Traceloop's library for Node above all, whose streams look like any answer:
   [which were seen](semantic-conventions-corpus.md#what-is-not-right).`
}

export function usageObjectSection(): string {
  const places = new Map<string, string[]>()
  for (const candidate of USAGE_OBJECTS) {
    const read = typeof candidate === 'string' ? candidate : candidate.read
    const [attribute = '', ...path] = read.split('$')
    places.set(attribute, [
      ...(places.get(attribute) ?? []),
      ...path.map((part) => (part === '' ? 'itself' : code(part.slice(1)))),
    ])
  }
  const shapes = USAGE_SHAPES.map((shape) => [
    shape.whose,
    codes(shape.has),
    ...USAGE_COUNTS.map((name) => codes(shape[name] ?? [])),
    remarkOn(shape),
  ])
  return `## Usage objects

What attributes do not count, the usage object in a model's answer may. It is looked for here, in this order:

${table(
  ['Attribute', 'Where in it'],
  [...places].map(([attribute, paths]) => [code(attribute), [...new Set(paths)].join(', ')]),
)}

and read by its shape, the first of which it has a name:

${table(['Shape of', 'Known by', 'Input', 'Output', 'Read from cache', 'Written to cache', 'Thoughts', ''], shapes)}`
}

const USAGE_COUNTS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'reasoningTokens',
] as const satisfies readonly (keyof UsageShape)[]

function remarkOn({ exclusiveInput, exclusiveOutput }: UsageShape): string {
  if (exclusiveInput === true) return "input leaves the cache's tokens out: they are added"
  return exclusiveOutput === true ? 'output leaves the thoughts out: they are added' : ''
}

export function evaluationSection(): string {
  const events = EVALUATION_EVENTS.map(({ event, ...keys }) => [
    `event or log record ${code(event)}`,
    ...judgementCells(keys),
  ])
  const spans = EVALUATION_SPANS.map((keys) => ['a span', ...judgementCells(keys)])
  const lists = EVALUATION_LISTS.map(({ list, item, judges }) => {
    const inner = (key: string): string => code(`${item}.${key}`)
    const rest = [inner('annotator_kind'), inner('identifier'), inner('metadata')].join(', ')
    return [
      `${code(list)} (of the ${judges})`,
      inner('name'),
      inner('score'),
      inner('label'),
      inner('explanation'),
      rest,
    ]
  })
  return `## Evaluations

Judgements are no columns of a span: each is one of its own, of a span, a trace, a session, or a response by its id. A span that
carries judgements alone and has one link judges what it links to; any other span is judged itself. A log record judges the span that
it names, and the response in \`gen_ai.response.id\`, whichever spans tell of it.

They are kept beside spans, at most a hundred of each span, and known by name, target and identifier: of those that are equal the newest
counts. Without a span it is the response that tells targets apart.

${table(['On', 'Name', 'Score', 'Label', 'Explanation', 'Beside'], [...events, ...spans, ...lists])}`
}

function judgementCells({
  named,
  name,
  score,
  label,
  explanation,
  evaluator,
  metadata,
}: Omit<EvaluationEvent, 'event'>): string[] {
  const before = named === '' ? '' : `${code(named)} and `
  return [before + codes(name), codes(score), codes(label), codes(explanation), codes([...evaluator, ...metadata])]
}

export function measureSection(): string {
  const rows = MEASURE_RULES.map(({ measure, pattern, tokenType, operation }) => [
    code(measure),
    code(pattern),
    tokenType === undefined ? (measure === 'genai.tokens' ? codes(TOKEN_TYPE_KEYS) : '') : code(tokenType),
    operation === undefined ? '' : code(operation),
  ])
  const units = Object.entries(MEASURE_UNITS).map(([measure, unit]) => `${code(measure)} in ${code(unit)}`)
  return `## Metrics

Names of metrics still move, and libraries have their own. Each data point says what it measures (\`measure\`), which tokens it counts
(\`token_type\`, \`token_modality\`) and of which model, provider and operation it is, so that charts go by these and not by names:
${units.join(', ')}. Times that come in milliseconds are told in seconds.

Several metrics may tell of the same calls: a histogram of each and a counter of all, a client's and a server's that one library
sends both, the words of two generations. They are never added to each other. Of the points of one service, provider, model, operation and
type of token those of one metric and one library count: of a histogram before a counter, then of the metric that stands first below.
Cache and reasoning are parts of input and output, and not added to them either.

${table(['Measure', "The metric's name", 'Which tokens', 'Which operation, where the point says none'], rows)}`
}

export function dialectSection(): string {
  const rows = DIALECTS.map((dialect) => {
    const { prefixes = [], keys = [], scopes = [], scopeNames = [], scopeContains } = dialect
    const attributes = [...prefixes.map((prefix) => `${prefix}*`), ...keys]
    const named = [
      ...scopeNames,
      ...scopes.map((scope) => `${scope}*`),
      ...(scopeContains ? [`*${scopeContains}*`] : []),
    ]
    return [code(dialect.dialect), codes(attributes), codes(named)]
  })
  return `## Dialects

A span may use the words of several. All whose sign it has are told in \`dialects\`.

${table(['Dialect', 'An attribute', 'Or a scope'], rows)}`
}

function conditionOf(rule: KindRule): string {
  if ('if' in rule) return signsOf(rule.if)
  const before = rule.beforeSpace === true ? ', up to the first space' : ''
  return `${code(rule.read)}${before}${rule.unless === undefined ? '' : `, unless a key starts with ${code(rule.unless)}`}`
}

function signsOf(condition: KindCondition): string {
  const {
    scope,
    scopeStart,
    name,
    keys = [],
    prefixes = [],
    events = [],
    hasModel,
    hasUsageOrMessages,
    hasLink,
  } = condition
  const told = Object.entries(condition.attributes ?? {})
  const any = [
    ...keys.map(code),
    ...prefixes.map((prefix) => code(`${prefix}*`)),
    ...events.map((event) => `event ${code(event)}`),
  ]
  return [
    scope === undefined ? '' : `scope ${code(scope)}`,
    scopeStart === undefined ? '' : `scope ${code(`${scopeStart}*`)}`,
    name === undefined ? '' : `name ${code(name)}`,
    ...told.map(([key, pattern]) => `${code(key)} is ${code(pattern)}`),
    any.length === 0 ? '' : `any of ${any.join(', ')}`,
    hasModel === undefined ? '' : hasModel ? 'a model is named' : 'no model is named',
    hasUsageOrMessages === true ? 'tokens are counted or messages carried' : '',
    hasLink === true ? 'a link' : '',
  ]
    .filter((sign) => sign !== '')
    .join('; ')
}

/** Values by the kind that they mean: most kinds have several. */
function answersOf(rule: KindRule): string {
  if ('if' in rule) return code(rule.kind)
  const byKind = new Map<string, string[]>()
  for (const [value, kind] of Object.entries(rule.values)) byKind.set(kind, [...(byKind.get(kind) ?? []), value])
  for (const [pattern, kind] of rule.patterns ?? []) byKind.set(kind, [...(byKind.get(kind) ?? []), String(pattern)])
  const told = [...byKind].map(([kind, values]) => {
    const own = values.length === 1 && values[0] === kind
    return own ? code(kind) : `${values.map(code).join(', ')} → ${kind === 'next' ? 'the next rule' : code(kind)}`
  })
  return told.join('<br>')
}

function byPattern([pattern, provider]: readonly [RegExp, string]): string[] {
  return [code(provider), code(pattern)]
}

function codes(values: readonly (string | RegExp)[]): string {
  return values.map(code).join(', ')
}

function code(value: string | RegExp): string {
  return `\`${String(value)}\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}
