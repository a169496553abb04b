import type { NormalizedSpan } from '@pyflare/domain'
import { describe, expect, it } from 'vitest'
import type { TrueMessage } from './capture-truth.ts'
import { checkCapture } from './check-capture.ts'
import { listCaptures, readCapture } from './corpus.ts'
import { corpusPage } from './corpus-page.ts'
import { normalizeCapture } from './normalize-capture.ts'
import { REWRITES, rewriteSpan } from './rewrite-attributes.ts'
import { SHORTFALLS } from './shortfalls.ts'
import { SILENCES, toldWrongly } from './told-wrongly.ts'

const all = listCaptures()
/** Dialects that must be right in every value that their libraries send. */
const whole = listCaptures(/^(python-otel-genai-openai.*|python-openinference-openai|node-openinference-openai)$/)

describe('spans of real libraries', () => {
  it.each(whole)('of $library come out as what happened in $scenario', ({ library, scenario }) => {
    const checked = checkCapture(readCapture(library, scenario))
    expect(checked.length).toBeGreaterThan(0)
    expect(checked.filter(({ isRight }) => !isRight)).toEqual([])
  })

  it.each(whole)('of $library tell the whole conversation of $scenario and nothing twice', ({ library, scenario }) => {
    const capture = readCapture(library, scenario)
    const spans = normalizeCapture(capture)
    for (const truth of capture.truth.spans) {
      const found = spans.get(truth.observed.primary ?? '')
      if (truth.role !== 'llm' || truth.emitted === false || found === undefined) continue
      const sent = truth.emitted
      const { columns } = found
      if (sent.input_messages === true) {
        expect(conversation(columns.inputMessages)).toEqual(trueConversation(truth.input_messages ?? []))
        const system = truth.input_messages?.find(({ role }) => role === 'system')?.content ?? ''
        expect(columns.systemInstructions).toBe(system)
        expect(columns.inputPreview).toBe(truth.input_messages?.findLast(({ role }) => role === 'user')?.content)
      }
      if (sent.output_text === true || sent.output_tool_calls === true) {
        expect(conversation(columns.outputMessages)).toEqual(trueConversation(truth.output_messages ?? []))
      }
    }
  })

  it.each(whole)(
    'of $library lose no attribute of $scenario but content that has a column',
    ({ library, scenario }) => {
      for (const { raw, columns } of normalizeCapture(readCapture(library, scenario)).values()) {
        const lost = [...raw.attributes.keys()].filter((key) => !Object.hasOwn(columns.attributes, key))
        expect(lost.filter((key) => !CONTENT.test(key))).toEqual([])
      }
    },
  )

  it.each(Object.entries(REWRITES))('come out the same when attributes are sent %s', (_, rewrite) => {
    const changed = all.flatMap(({ library, scenario }) => {
      const capture = readCapture(library, scenario)
      const before = new Map(checkCapture(capture).map((check, at) => [at, check]))
      const after = checkCapture(capture, (span) => rewriteSpan(span, rewrite))
      return after.filter(({ isRight }, at) => isRight !== before.get(at)?.isRight)
    })
    expect(
      changed.map(({ library, scenario, field, found }) => `${library} ${scenario} ${field} ${found.slice(0, 120)}`),
    ).toEqual([])
  })

  it('are right in every dialect, but for what has a reason not to be', async () => {
    const checked = all.flatMap(({ library, scenario }) => checkCapture(readCapture(library, scenario)))
    const wrong = checked.filter(({ isRight }) => !isRight)
    expect(checked.length).toBeGreaterThan(6_000)
    const named = (list: readonly { library: string; scenario: string; field: string }[]): string[] =>
      [...new Set(list.map(({ library, scenario, field }) => `${library} ${scenario} ${field}`))].sort()
    const excused = SHORTFALLS.flatMap(({ fields, ...rest }) => fields.map((field) => ({ ...rest, field })))
    expect(named(wrong)).toEqual(named(excused))
    const told = all.flatMap(({ library, scenario }) => toldWrongly(readCapture(library, scenario)))
    const programs = (list: readonly { library: string; scenario: string }[]): string[] =>
      list.map(({ library, scenario }) => `${library} ${scenario}`)
    expect(programs(told)).toEqual(programs(SILENCES))
    await expect(corpusPage(checked, told)).toMatchFileSnapshot('../../../docs/semantic-conventions-corpus.md')
  })
})

/** Keys of content, which leave the attributes for a column. */
const CONTENT =
  /^(gen_ai\.(input\.messages|output\.messages|system_instructions|tool\.definitions|tool\.call\.(arguments|result))|llm\.(input_messages|output_messages|tools)\..+|embedding\.embeddings\.\d+\.embedding\.text)$/

interface Part {
  type: string
  content?: string
  response?: unknown
  name?: string
  arguments?: unknown
}

/** Roles and words, without the system's, which some libraries send apart. */
function conversation(messages: NormalizedSpan['inputMessages']): unknown[] {
  const parsed = JSON.parse(messages) as { role: string; parts: Part[] }[]
  const spoken = parsed.filter(({ role }) => role !== 'system')
  return spoken.map(({ role, parts }) => ({
    role,
    content: parts.flatMap(({ type, content, response }) => textOf(type === 'text' ? content : response)).join('\n'),
    calls: parts
      .filter(({ type }) => type === 'tool_call')
      .map(({ name, arguments: args }) => ({ name, arguments: args })),
  }))
}

function trueConversation(messages: readonly TrueMessage[]): unknown[] {
  const spoken = messages.filter(({ role }) => role !== 'system')
  return spoken.map(({ role, content, tool_calls: calls = [] }) => ({
    role,
    content: compact(content),
    calls: calls.map(({ name, arguments: args }) => ({ name, arguments: args })),
  }))
}

function textOf(value: unknown): string[] {
  return value === undefined ? [] : [compact(typeof value === 'string' ? value : JSON.stringify(value))]
}

/** Libraries print a tool's JSON with and without spaces. */
function compact(text: string): string {
  return text.startsWith('{') ? JSON.stringify(JSON.parse(text)) : text
}
