import { describe, expect, it } from 'vitest'
import type { TrueSpan } from './capture-truth.ts'
import { type CheckedField, checkCapture } from './check-capture.ts'
import { checkTotals } from './check-totals.ts'
import { readCapture } from './corpus.ts'
import { printDialects } from './print-scores.ts'
import { scoreByDialect, scoreOf } from './score-corpus.ts'
import { countStandings } from './span-standing.ts'

const CHECKED = [
  ...values('langfuse', 'model', [true, true, true]),
  ...values('langfuse', 'tokens', [true, false]),
  ...values('openlit', 'model', [true]),
  ...values('openlit', 'tokens', [false, false, true]),
]

describe('a score', () => {
  it('counts what is right and what was asked, by dialect and by column within it, worst first', () => {
    expect(scoreByDialect(CHECKED)).toEqual([
      {
        name: 'openlit',
        right: 2,
        asked: 4,
        columns: [
          { name: 'tokens', right: 1, asked: 3 },
          { name: 'model', right: 1, asked: 1 },
        ],
      },
      {
        name: 'langfuse',
        right: 4,
        asked: 5,
        columns: [
          { name: 'tokens', right: 1, asked: 2 },
          { name: 'model', right: 3, asked: 3 },
        ],
      },
    ])
  })

  it('asks for as much by dialect as by library and by column', () => {
    const checked = [checkCapture(CAPTURE), checkTotals(CAPTURE)].flat()
    const asked = (scores: readonly { asked: number }[]) => scores.reduce((sum, score) => sum + score.asked, 0)
    const dialects = scoreByDialect(checked)
    expect(asked(dialects)).toBe(checked.length)
    expect(asked(dialects.flatMap(({ columns }) => columns))).toBe(checked.length)
    expect(asked(scoreOf(checked, ({ library }) => library))).toBe(checked.length)
  })

  it('is printed with the columns that fall short on lines of their own', () => {
    expect(printDialects(scoreByDialect(CHECKED))).toBe(
      [
        'openlit  2 / 4',
        '  tokens  1 / 3',
        '  all right: model 1',
        '',
        'langfuse  4 / 5',
        '  tokens  1 / 2',
        '  all right: model 3',
      ].join('\n'),
    )
  })

  it('is printed in lines that fit a terminal, with no column lost', () => {
    const names = Array.from({ length: 40 }, (_, at) => `column_${at}`)
    const printed = printDialects(scoreByDialect(names.flatMap((name) => values('openlit', name, [true]))))
    expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
    expect(
      printed
        .match(/column_\d+ 1/g)
        ?.map((each) => each.split(' ')[0])
        .sort(),
    ).toEqual([...names].sort())
  })
})

const CAPTURE = readCapture('python-openlit-openai', 'tool')

describe('a capture', () => {
  it('is asked for what it sent and no other', () => {
    const spans = CAPTURE.truth.spans
    expect(withSpans(spans.map((span) => ({ ...span, emitted: false })))).toEqual([])
    const unplaced = spans.map((span) => ({ ...span, observed: { ...span.observed, primary: null } }))
    expect(withSpans(unplaced)).toEqual([])
    expect(withSpans(spans).length).toBeGreaterThan(10)
  })

  it('is wrong in every value of a span that was sent and not read', () => {
    const lost = CAPTURE.truth.spans.map((span) => ({
      ...span,
      observed: { ...span.observed, primary: 'ffffffffffffffff' },
    }))
    const checked = withSpans(lost)
    expect(checked.map(({ field }) => field)).toEqual(withSpans(CAPTURE.truth.spans).map(({ field }) => field))
    expect(checked.filter(({ isRight }) => isRight)).toEqual([])
  })

  it('says of how many spans nothing can be asked, and names those that were sent', () => {
    const [first, second, ...rest] = CAPTURE.truth.spans.filter(({ emitted }) => emitted !== false)
    expect(rest).not.toEqual([])
    const truth = {
      ...CAPTURE.truth,
      spans: [
        { ...first!, emitted: false as const },
        { ...second!, observed: { ...second!.observed, primary: null } },
        ...rest,
      ],
    }
    expect(countStandings([truth])).toEqual({
      asked: rest.length,
      unsent: 1,
      unplaced: 1,
      names: [`python-openlit-openai tool ${second!.role} ${second!.name_hint}`],
    })
  })

  it('is asked for the totals of its traces that are not nothing', () => {
    const totals = checkTotals(CAPTURE)
    expect(totals.map(({ field }) => field)).toEqual(['total_llm_calls', 'total_input_tokens', 'total_output_tokens'])
    const { truth } = CAPTURE
    const doubled = Object.fromEntries(
      Object.entries(truth.totals.per_trace_emitted).map(([id, usage]) => [id, { ...usage, input_tokens: 7 }]),
    )
    const wrong = checkTotals({
      ...CAPTURE,
      truth: { ...truth, totals: { ...truth.totals, per_trace_emitted: doubled } },
    })
    expect(wrong.filter(({ isRight }) => !isRight).map(({ field }) => field)).toEqual(['total_input_tokens'])
  })
})

function withSpans(spans: readonly TrueSpan[]): CheckedField[] {
  return checkCapture({ ...CAPTURE, truth: { ...CAPTURE.truth, spans, context: {} } })
}

function values(dialect: string, field: string, right: readonly boolean[]): CheckedField[] {
  const about = { library: 'a-library', scenario: 'chat', role: 'llm', spanId: '', expected: '', found: '' }
  return right.map((isRight) => ({ ...about, dialect, field, isRight }))
}
