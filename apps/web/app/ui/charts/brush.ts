/** A part of a time axis, milliseconds since 1970; from is inside, to is not. */
export interface Selection {
  from: number
  to: number
}

/** The whole buckets between two moments of a drag. `edges` are the starts of all buckets and the end of the last. */
export function selectionOf(edges: readonly number[], start: number, end: number): Selection {
  const [low, high] = start <= end ? [start, end] : [end, start]
  const first = edges.findLast((edge, index) => edge <= low && index < edges.length - 1) ?? edges[0] ?? 0
  const last = edges.find((edge) => edge >= high && edge > first) ?? edges[edges.length - 1] ?? 0
  return { from: first, to: last }
}

/** A selection moved, or one of its edges, by whole buckets; it keeps a bucket at least and stays on the axis. */
export function moveSelection(
  edges: readonly number[],
  selection: Selection,
  part: 'from' | 'to' | 'both',
  step: number,
): Selection {
  const last = edges.length - 1
  const from = nearest(edges, selection.from)
  const to = nearest(edges, selection.to)
  const shift = Math.max(-from, Math.min(last - to, step))
  const next =
    part === 'both'
      ? { from: from + shift, to: to + shift }
      : part === 'from'
        ? { from: Math.max(0, Math.min(to - 1, from + step)), to }
        : { from, to: Math.min(last, Math.max(from + 1, to + step)) }
  return { from: edges[next.from] ?? selection.from, to: edges[next.to] ?? selection.to }
}

function nearest(edges: readonly number[], moment: number): number {
  const index = edges.findIndex((edge) => edge >= moment)
  return index < 0 ? edges.length - 1 : index
}
