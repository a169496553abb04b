import type { CompactSpan, LedgerDimensions } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

/** What ledger entries are filed under. */
export type Inherited = Pick<
  LedgerDimensions,
  'userId' | 'sessionId' | 'featureId' | 'team' | 'environment' | 'release'
>

/** What a span has of its trace where it says nothing itself. */
export interface Context extends Inherited {
  tags: readonly string[]
  promptName: string
  promptVersion: string
}

/** What a span says of what others inherit. Values of more than one part are JSON; what it does not say is left out. */
export type Said = Readonly<Partial<Record<keyof typeof READ, string>>>

/** How a column is read of a span, '' where the span does not say it. */
const READ = {
  userId: (span: CompactSpan) => span.userId,
  sessionId: (span: CompactSpan) => span.sessionId,
  featureId: (span: CompactSpan) => span.featureId,
  team: (span: CompactSpan) => span.team,
  // `default` is what an environment is called that nobody named.
  environment: ({ environment }: CompactSpan) => (environment === 'default' ? '' : environment),
  release: (span: CompactSpan) => span.release,
  tags: ({ tags }: CompactSpan) => (tags.length === 0 ? '' : JSON.stringify(tags)),
  prompt: ({ promptName, promptVersion }: CompactSpan) =>
    promptName === '' ? '' : JSON.stringify([promptName, promptVersion]),
} as const
const NAMES = Object.keys(READ) as (keyof typeof READ)[]
const NOTHING: Said = {}

function saidBy(span: CompactSpan): Said {
  let said: Record<string, string> | undefined
  for (const name of NAMES) {
    const value = READ[name](span)
    if (value === '') continue
    said ??= {}
    said[name] = value
  }
  return said ?? NOTHING
}

/**
 * Who, where and what, for each span and for the trace. Some clients say it on one span alone: a span without a value
 * takes the root's, then that of its nearest ancestor, then the first in the trace. Spans that have the same share it.
 * Source: docs/semantic-conventions.md 4.9, trace-level propagation.
 */
export function inheritColumns(tree: TraceTree, outside: Outside = NOTHING_OUTSIDE) {
  const { spans, parents, preorder } = tree
  const root = outside.root ?? spans[tree.root]
  const unnamed = root?.environment ?? ''
  const said = spans.map(saidBy)
  const ofRoot = root === undefined ? NOTHING : saidBy(root)
  const first = firstOf([...outside.firsts.map(saidBy), ...said])
  const whole = { ...first, ...ofRoot }
  const trace = contextOf(whole, unnamed)
  const nearest: Said[] = spans.map(() => NOTHING)
  for (const position of preorder) {
    const parent = parents[position] ?? -1
    const above = (parent >= 0 ? nearest[parent] : outside.nearest.get(spans[position]?.parentSpanId ?? '')) ?? NOTHING
    const own = said[position] ?? NOTHING
    nearest[position] = own === NOTHING ? above : above === NOTHING ? own : { ...above, ...own }
  }
  const contexts = new Map<Said, Context>()
  const inherit = (own: Said, above: Said): Context => {
    const values = { ...first, ...above, ...ofRoot, ...own }
    return NAMES.every((name) => values[name] === whole[name]) ? trace : contextOf(values, unnamed)
  }
  return {
    trace,
    spans: said.map((own, position) => {
      const above = nearest[position] ?? NOTHING
      if (own !== NOTHING) return inherit(own, above)
      const known = contexts.get(above) ?? inherit(own, above)
      contexts.set(above, known)
      return known
    }),
    /** What spans beneath each would inherit of it. */
    nearest: nearest as readonly Said[],
  }
}

/** Of each column what the first of them says that says it. */
function firstOf(all: readonly Said[]): Said {
  const first: Record<string, string> = {}
  for (const said of all) {
    if (said === NOTHING) continue
    for (const [name, value] of Object.entries(said)) first[name] ??= value
  }
  return first
}

/** What is known of the rest of a large trace, of which a tree holds a part. */
export interface Outside {
  root: CompactSpan | undefined
  /** Spans that are the first to say something, in order of start. */
  firsts: readonly CompactSpan[]
  /** Of spans that stand before this part, by id. */
  nearest: ReadonlyMap<string, Said>
}

const NOTHING_OUTSIDE: Outside = { root: undefined, firsts: [], nearest: new Map() }

function contextOf(values: Said, unnamedEnvironment: string): Context {
  const [promptName = '', promptVersion = ''] = list(values.prompt)
  return {
    userId: values.userId ?? '',
    sessionId: values.sessionId ?? '',
    featureId: values.featureId ?? '',
    team: values.team ?? '',
    environment: values.environment ?? unnamedEnvironment,
    release: values.release ?? '',
    tags: list(values.tags),
    promptName,
    promptVersion,
  }
}

function list(json: string | undefined): string[] {
  return json === undefined || json === '' ? [] : (JSON.parse(json) as string[])
}

/** The columns of a context, as a patch names them. */
const PATCH_NAMES: Readonly<Record<keyof Context, string>> = {
  userId: 'user_id',
  sessionId: 'session_id',
  featureId: 'feature_id',
  team: 'team',
  environment: 'environment',
  release: 'release',
  tags: 'tags',
  promptName: 'prompt_name',
  promptVersion: 'prompt_version',
}

/**
 * What a patch must say of a span's context: only where it inherits something else than what its trace's row says, which
 * readers give to every span that says nothing.
 */
export function contextPatch(span: CompactSpan, context: Context, trace: Context): Record<string, string | string[]> {
  const patch: Record<string, string | string[]> = {}
  if (context === trace) return patch
  for (const column of Object.keys(PATCH_NAMES) as (keyof Context)[]) {
    if (READ[column === 'promptName' || column === 'promptVersion' ? 'prompt' : column](span) !== '') continue
    const value = context[column]
    if (String(value) === String(trace[column])) continue
    patch[PATCH_NAMES[column]] = typeof value === 'string' ? value : [...value]
  }
  return patch
}
