import type { Kind } from '~/ui/marks/kinds.ts'

export interface SampleSpan {
  id: number
  /** 0 for the root. */
  parent: number
  kind: Kind
  startMs: number
  endMs: number
  idle?: boolean
}

type Row = [id: number, parent: number, kind: Kind, startMs: number, endMs: number]

const ROWS: Row[] = [
  [1, 0, 'agent', 0, 61_902],
  [2, 1, 'guardrail', 12, 98],
  [3, 1, 'chain', 104, 2_318],
  [4, 3, 'llm', 110, 2_310],
  [5, 1, 'agent', 2_330, 8_410],
  [6, 5, 'llm', 2_338, 3_402],
  [7, 5, 'tool', 3_410, 3_962],
  [8, 7, 'http', 3_418, 3_955],
  [9, 8, 'db', 3_480, 3_902],
  [10, 5, 'tool', 3_412, 6_120],
  [11, 10, 'http', 3_420, 5_420],
  [12, 10, 'http', 5_470, 6_110],
  [13, 5, 'llm', 6_130, 8_400],
  [14, 1, 'retriever', 8_420, 9_270],
  [15, 14, 'embedding', 8_424, 8_566],
  [16, 14, 'db', 8_570, 8_690],
  [17, 14, 'other', 8_700, 9_262],
  [18, 1, 'llm', 9_280, 14_060],
  [19, 1, 'tool', 14_070, 55_680],
  [20, 1, 'tool', 55_690, 56_930],
  [21, 20, 'http', 55_700, 56_920],
  [22, 1, 'llm', 56_940, 61_420],
  [23, 1, 'guardrail', 61_430, 61_560],
  [24, 1, 'evaluator', 61_570, 61_880],
]

/** One recorded run of a support agent: what the sign-in page draws. */
export const SAMPLE_SPANS: readonly SampleSpan[] = ROWS.map(([id, parent, kind, startMs, endMs]) => ({
  id,
  parent,
  kind,
  startMs,
  endMs,
  idle: id === 19,
}))

export const SAMPLE_NAME = 'resolve_ticket, 24 spans'
export const SAMPLE_COST_USD = 0.0268

/** While a person decided, nothing ran: folded. */
export const SAMPLE_GAP = { startMs: 14_500, endMs: 55_300 }

/** The critical path: span, from and to in milliseconds. Hand-overs of a few milliseconds inside a parent are left out. */
export const SAMPLE_PATH: readonly [id: number, fromMs: number, toMs: number][] = [
  [2, 12, 98],
  [4, 110, 2310],
  [6, 2338, 3402],
  [11, 3420, 5420],
  [12, 5470, 6110],
  [13, 6130, 8400],
  [15, 8424, 8566],
  [16, 8570, 8690],
  [17, 8700, 9262],
  [18, 9280, 14060],
  [19, 14070, 55680],
  [21, 55700, 56920],
  [22, 56940, 61420],
  [23, 61430, 61560],
  [24, 61570, 61880],
]
