import type { CaptureTruth, TrueSpan } from './capture-truth.ts'

/**
 * Whether values of a true span can be asked for. `asked`: the truth names the span that stands for it. `unsent`: its library
 * made none, so there is nothing to ask for. `unplaced`: values of it were sent, but the truth names no span that holds them.
 */
export type SpanStanding = 'asked' | 'unsent' | 'unplaced'

export function standingOf({ emitted, observed }: Pick<TrueSpan, 'emitted' | 'observed'>): SpanStanding {
  if (emitted === false) return 'unsent'
  return observed.primary === null ? 'unplaced' : 'asked'
}

/** How many spans of some captures stand how, and which are unplaced: a report that leaves those out says so. */
export function countStandings(truths: readonly CaptureTruth[]): Record<SpanStanding, number> & { names: string[] } {
  const counts = { asked: 0, unsent: 0, unplaced: 0, names: [] as string[] }
  for (const { library, scenario, spans } of truths) {
    for (const span of spans) {
      const standing = standingOf(span)
      counts[standing] += 1
      if (standing === 'unplaced') counts.names.push(`${library} ${scenario} ${span.role} ${span.name_hint}`)
    }
  }
  return counts
}
