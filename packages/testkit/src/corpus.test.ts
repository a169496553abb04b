import { describe, expect, it } from 'vitest'
import { checkCapture } from './check-capture.ts'
import { listCaptures, readCapture } from './corpus.ts'
import { printScore, scoreOf } from './score-corpus.ts'

/** Dialects that must be right in every value that their libraries send. */
const WHOLE = /^(python-otel-genai-openai.*|python-openinference-openai|node-openinference-openai)$/

describe('spans of real libraries', () => {
  const captures = listCaptures().map(({ library, scenario }) => readCapture(library, scenario))

  it.each(
    captures
      .filter(({ library }) => WHOLE.test(library))
      .map((capture) => [`${capture.library}/${capture.scenario}`, capture]),
  )('%s comes out as what happened', (_, capture) => {
    const checked = checkCapture(capture as (typeof captures)[number])
    expect(checked.length).toBeGreaterThan(0)
    expect(checked.filter(({ isRight }) => !isRight)).toEqual([])
  })

  it('are scored over every dialect', () => {
    const checked = captures.flatMap(checkCapture)
    const scores = [
      ...scoreOf(checked, ({ role, field }) => `${role}.${field}`),
      ...scoreOf(checked, ({ library }) => library),
    ]
    process.stdout.write(`${printScore(scores)}\n`)
    expect(checked.length).toBeGreaterThan(6_000)
  })
})
