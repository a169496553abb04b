import { snakeCase } from '../semconv/pick.ts'
import type { CompiledRule } from './compiled-rule.ts'
import type { FieldPlans } from './field-plans.ts'
import { TextRedactor } from './redact-text.ts'
import { type FindRanges, findAny, type TextRange } from './text-pattern.ts'

/** Shorter texts stand in many places by chance. */
const MIN_WHOLE = 8
/** Inside of other texts more than of itself. */
const MIN_PART = 16
/** So many texts are looked for inside of others. */
const MAX_PARTS = 64

/**
 * Texts that rules for whole fields take away, to be taken away wherever else the same record has them: in a span's output the question
 * comes again, in a framework's own attribute the answer. Filled and emptied for each record.
 */
export class Echo {
  readonly #texts = new Map<string, CompiledRule>()
  #parts: readonly string[] = []

  /** Rules about everything, one for each action that texts were taken by. What a rule removes elsewhere is masked here. */
  rulesFor(rules: readonly CompiledRule[], firstPlace: number): CompiledRule[] {
    return rules.map((rule, place) => ({
      place: firstPlace + place,
      action: rule.action === 'hash' ? 'hash' : 'mask',
      find: (text) => this.#find(text, rule),
      names: undefined,
    }))
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0
  }

  clear(): void {
    this.#texts.clear()
    this.#parts = []
  }

  add(text: string, rule: CompiledRule): void {
    if (text.length >= MIN_WHOLE) this.#texts.set(text, rule)
  }

  /** No more of these: they are what other fields are known by. */
  settle(without: ReadonlySet<string>): void {
    for (const text of without) this.#texts.delete(text)
    const long = [...this.#texts.keys()].filter((text) => text.length >= MIN_PART)
    this.#parts = long.sort((left, right) => right.length - left.length).slice(0, MAX_PARTS)
  }

  #find(text: string, rule: CompiledRule): TextRange[] {
    if (this.#texts.get(text) === rule) return [{ start: 0, end: text.length }]
    const parts = this.#parts.filter((part) => part.length < text.length && this.#texts.get(part) === rule)
    return findAny(parts.map(findText))(text)
  }
}

function findText(part: string): FindRanges {
  return (text) => {
    const ranges: TextRange[] = []
    for (let start = text.indexOf(part); start >= 0; start = text.indexOf(part, start + part.length))
      ranges.push({ start, end: start + part.length })
    return ranges
  }
}

/** Runs rules for the sake of what they take alone: nothing is removed, for what follows would not be looked at then. */
export class EchoCollector extends TextRedactor {
  constructor(private readonly echo: Echo) {
    super('')
  }

  protected override replace(text: string, rule: CompiledRule): string {
    if (rule.action !== 'allow') this.echo.add(text, rule)
    return ''
  }

  protected override removes(): boolean {
    return false
  }
}

/** Columns of what people and models said. */
const CONTENT: readonly string[] = [
  'input input_messages input_preview output output_messages output_preview system_instructions tool_definitions tool_calls',
  'retrieved_documents rerank_input_documents retrieval_query prompt_template prompt_variables metadata error_message',
].flatMap((line) => line.split(' '))
/** And of who they are. Other fields' texts (`production`, `1.0.0`) are anyone's. */
const ECHOED: readonly string[] = [...CONTENT, 'user_id', 'session_id']

export function isEchoed({ action, find, names }: CompiledRule): boolean {
  return action !== 'allow' && find === undefined && names !== undefined && ECHOED.some(names)
}

/** Texts that fields of the record are known by which no rule of `plans` takes: they stand for themselves. */
export function identities(columns: object, plans: FieldPlans): Set<string> {
  const texts = Object.entries(columns).flatMap(([property, value]) => {
    const column = snakeCase(property)
    return typeof value === 'string' && !CONTENT.includes(column) && plans.ofColumn(column).length === 0 ? [value] : []
  })
  return new Set(texts)
}
