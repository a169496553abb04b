import { snakeCase } from '../semconv/pick.ts'
import type { CompiledRule } from './compiled-rule.ts'
import type { FieldPlans } from './field-plans.ts'
import { TextRedactor } from './redact-text.ts'
import { TextIndex } from './text-index.ts'
import type { TextRange } from './text-pattern.ts'

/** Shorter texts stand in many places by chance. Inside of others only longer ones are found. */
const MIN_LENGTH = 8

/**
 * Texts that rules for whole fields take away, to be taken away wherever else the same record has them: in a span's output the question
 * comes again, in a framework's own attribute the answer. Filled and emptied for each record.
 */
export class Echo {
  readonly #texts = new Map<string, CompiledRule>()
  readonly #parts = new Map<CompiledRule, TextIndex>()

  /** Rules about everything, one for each rule that texts are taken by. What that removes is masked elsewhere. */
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
    this.#parts.clear()
  }

  add(text: string, rule: CompiledRule): void {
    if (text.length >= MIN_LENGTH) this.#texts.set(text, rule)
  }

  /** No more of these: they are what other fields are known by. */
  settle(without: ReadonlySet<string>): void {
    for (const text of without) this.#texts.delete(text)
    for (const [text, rule] of this.#texts) {
      const parts = this.#parts.get(rule) ?? new TextIndex()
      this.#parts.set(rule, parts)
      parts.add(text)
    }
  }

  #find(text: string, rule: CompiledRule): TextRange[] {
    if (this.#texts.get(text) === rule) return [{ start: 0, end: text.length }]
    return this.#parts.get(rule)?.find(text) ?? []
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
  'retrieved_documents rerank_input_documents retrieval_query prompt_template prompt_variables metadata error_message explanation',
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
