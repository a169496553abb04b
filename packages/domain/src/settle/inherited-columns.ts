import type { CompactSpan } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

const COLUMNS = ['userId', 'sessionId', 'featureId', 'team', 'environment', 'release'] as const

export type Inherited = Record<(typeof COLUMNS)[number], string>

/**
 * Who, where and what, for each span and for the trace. Some clients say it on the root alone: a span without a value
 * takes the root's, then that of its nearest ancestor, then the first in the trace.
 */
export function inheritColumns({ spans, parents, preorder, root }: TraceTree): {
  trace: Inherited
  spans: Inherited[]
} {
  const trace = {} as Inherited
  const inherited = spans.map(() => ({}) as Inherited)
  for (const column of COLUMNS) {
    const ofRoot = ownValue(spans[root], column)
    const nearest: string[] = new Array(spans.length).fill('')
    for (const position of preorder) {
      nearest[position] = ownValue(spans[position], column) || (nearest[parents[position] ?? -1] ?? '')
    }
    const first =
      ofRoot ||
      ownValue(
        spans.find((span) => ownValue(span, column) !== ''),
        column,
      )
    const absent = column === 'environment' ? (spans[root]?.environment ?? '') : ''
    trace[column] = first || absent
    spans.forEach((span, position) => {
      const own = inherited[position]
      if (own !== undefined) own[column] = ownValue(span, column) || ofRoot || nearest[position] || first || absent
    })
  }
  return { trace, spans: inherited }
}

/** `default` is what an environment is called that nobody named. */
function ownValue(span: CompactSpan | undefined, column: (typeof COLUMNS)[number]): string {
  const value = span?.[column] ?? ''
  return column === 'environment' && value === 'default' ? '' : value
}
