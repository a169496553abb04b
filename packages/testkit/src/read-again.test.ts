import {
  type NormalizedSpan,
  normalizeSpan,
  type RawSpan,
  rawSpanOf,
  rereadSpan,
  type StoredSpan,
} from '@pyflare/domain'
import { describe, expect, test } from 'vitest'
import { listCaptures, readCapture } from './corpus.ts'
import { rawSpansOf } from './raw-telemetry.ts'

/** What leaves the attributes is put back as its column has it, which need not be what it was. */
const AS_IT_CAME = ['attributes', 'attributeTypes', 'contentFrom', 'contentFacts', 'events'] as const

describe('a span that is read again out of its row has the same columns', () => {
  const captures = listCaptures()
  test.each([...new Set(captures.map(({ library }) => library))])('%s', (library) => {
    for (const { scenario } of captures.filter((capture) => capture.library === library)) {
      for (const raw of readCapture(library, scenario).bodies.flatMap(rawSpansOf)) {
        const columns = normalizeSpan(raw)
        const row = storedSpan(raw, columns)
        const again = normalizeSpan(rawSpanOf(row))
        expect.soft(comparable(again), `${scenario}: ${raw.name}`).toEqual(comparable(columns))
        expect.soft(rereadSpan(row).changes, `${scenario}: ${raw.name}`).toEqual({})
      }
    }
  })
})

function comparable(columns: NormalizedSpan): Partial<NormalizedSpan> {
  const rest: Partial<NormalizedSpan> = { ...columns }
  for (const column of AS_IT_CAME) delete rest[column]
  return rest
}

function storedSpan(raw: RawSpan, columns: NormalizedSpan): StoredSpan {
  return {
    ...columns,
    traceId: raw.traceId,
    spanId: raw.spanId,
    parentSpanId: raw.parentSpanId,
    startTimeNs: raw.startTimeNs,
    endTimeNs: raw.endTimeNs,
    operationName: raw.name,
    spanKind: raw.kind,
    statusMessage: raw.statusMessage,
    scopeName: raw.scope.name,
    scopeVersion: raw.scope.version,
  }
}
