import type { CompactSpan } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

const COLUMNS = ['userId', 'sessionId', 'featureId', 'team', 'environment', 'release'] as const

/** What ledger entries are filed under. */
export type Inherited = Record<(typeof COLUMNS)[number], string>

/** What a span has of its trace where it says nothing itself. */
export interface Context extends Inherited {
  tags: readonly string[]
  promptName: string
  promptVersion: string
}

/** How a column is read of a span, '' where the span does not say it. Values of more than one part are JSON. */
const READ: Readonly<Record<string, (span: CompactSpan) => string>> = {
  ...Object.fromEntries(COLUMNS.map((column) => [column, (span: CompactSpan) => span[column]])),
  // `default` is what an environment is called that nobody named.
  environment: ({ environment }) => (environment === 'default' ? '' : environment),
  tags: ({ tags }) => (tags.length === 0 ? '' : JSON.stringify(tags)),
  prompt: ({ promptName, promptVersion }) => (promptName === '' ? '' : JSON.stringify([promptName, promptVersion])),
}

/**
 * Who, where and what, for each span and for the trace. Some clients say it on one span alone: a span without a value
 * takes the root's, then that of its nearest ancestor, then the first in the trace.
 * Source: docs/semantic-conventions.md 4.9, trace-level propagation.
 */
export function inheritColumns(tree: TraceTree, outside: Outside = NOTHING_OUTSIDE) {
  const { spans, parents, preorder } = tree
  const root = outside.root ?? spans[tree.root]
  const trace: Record<string, string> = {}
  const inherited = spans.map((): Record<string, string> => ({}))
  const nearestOf = spans.map((): Record<string, string> => ({}))
  for (const [column, read] of Object.entries(READ)) {
    const said = spans.map(read)
    const ofRoot = root === undefined ? '' : read(root)
    const ofFirsts = outside.firsts.map(read).find((value) => value !== '')
    const first = ofFirsts ?? said.find((value) => value !== '') ?? ''
    for (const position of preorder) {
      const parent = parents[position] ?? -1
      const above = parent >= 0 ? nearestOf[parent] : outside.nearest.get(spans[position]?.parentSpanId ?? '')
      const own = nearestOf[position]
      if (own !== undefined) own[column] = said[position] || (above?.[column] ?? '')
    }
    trace[column] = ofRoot || first
    inherited.forEach((own, position) => {
      own[column] = said[position] || ofRoot || (nearestOf[position]?.[column] ?? '') || first
    })
  }
  const unnamed = root?.environment ?? ''
  return {
    trace: contextOf(trace, unnamed),
    spans: inherited.map((values) => contextOf(values, unnamed)),
    /** What spans beneath each would inherit of it. */
    nearest: nearestOf as readonly Nearest[],
  }
}

/** Values by column, as inheritColumns compares them. */
export type Nearest = Readonly<Record<string, string>>

/** What is known of the rest of a large trace, of which a tree holds a part. */
export interface Outside {
  root: CompactSpan | undefined
  /** Spans that are the first to say something, in order of start. */
  firsts: readonly CompactSpan[]
  /** Of spans that stand before this part, by id. */
  nearest: ReadonlyMap<string, Nearest>
}

const NOTHING_OUTSIDE: Outside = { root: undefined, firsts: [], nearest: new Map() }

function contextOf(values: Record<string, string>, unnamedEnvironment: string): Context {
  const [promptName = '', promptVersion = ''] = list(values.prompt)
  const columns = Object.fromEntries(COLUMNS.map((column) => [column, values[column] ?? ''])) as Inherited
  return {
    ...columns,
    environment: columns.environment || unnamedEnvironment,
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
  for (const column of Object.keys(PATCH_NAMES) as (keyof Context)[]) {
    const read = READ[column === 'promptName' || column === 'promptVersion' ? 'prompt' : column]
    if (read?.(span) !== '') continue
    const value = context[column]
    if (String(value) === String(trace[column])) continue
    patch[PATCH_NAMES[column]] = typeof value === 'string' ? value : [...value]
  }
  return patch
}
