import { snakeCase } from '../semconv/pick.ts'
import type { StringMap } from '../telemetry/span-columns.ts'
import { CARRIED_COLUMNS, carriersOf } from './carriers.ts'
import type { FieldPlans } from './field-plans.ts'
import { parsedJson, redactAnyText } from './redact-json.ts'
import { REDACTED, Removal, type TextRedactor } from './redact-text.ts'

/**
 * What a call was, rather than what was said in it: read before redaction, for clients tell it among content (a request's JSON names
 * the model, an answer's counts tokens). It stays where that content goes, unless a rule names it or a pattern matches in it.
 */
export const FACTS: ReadonlySet<string> = new Set(
  [
    'operation_kind inference_type is_aggregate status error_type error_class finish_reason finish_reason_raw',
    'model_id model_version request_model response_model provider provider_inferred server_port service_tier',
    'response_id service_name environment content_truncated is_content',
    'input_tokens output_tokens total_tokens cache_read_tokens cache_write_tokens cache_write_1h_tokens reasoning_tokens',
    'audio_input_tokens audio_output_tokens image_input_tokens image_output_tokens text_input_tokens text_output_tokens',
    'uncached_input_tokens usage_missing usage_estimated usage_incomplete',
    'cost_reported_nanos cost_input_reported_nanos cost_output_reported_nanos',
    'temperature top_p top_k max_tokens frequency_penalty presence_penalty n stream retrieval_top_k embedding_dims',
    'time_to_first_token_ns time_per_output_token_ns queue_ns output_tokens_per_second',
    'dialects normalizer_version normalize_repaired normalize_conflict',
    'measure token_type token_modality',
  ].flatMap((line) => line.split(' ')),
)

/** What is read from a redacted record, with the facts that were read from it before. */
export class Facts {
  readonly #isKept = new Map<string, boolean>()
  #places: ReturnType<typeof factPlaces> | undefined

  constructor(
    private readonly plans: FieldPlans,
    private readonly texts: TextRedactor,
  ) {}

  /** `after` with facts of `before`; columns that a rule removes whole are empty, whatever is left of what they were read from. */
  keep<Columns extends object>(before: Columns, after: Columns): Columns {
    const kept = Object.entries(before).flatMap(([property, value]) => {
      if (property === 'contentFacts')
        return [[property, this.#factsInside(value as StringMap, Reflect.get(after, property) as StringMap)] as const]
      if (this.#keeps(property))
        return [[property, typeof value === 'string' ? this.#byPattern(value) : value] as const]
      return typeof value === 'string' && this.#isRemoved(property, value) ? [[property, ''] as const] : []
    })
    return { ...after, ...Object.fromEntries(kept) }
  }

  /**
   * What columns were read from inside of content, by place: of places that tell nothing but facts, what they told before. Places that no
   * table has are objects that count usage: their numbers.
   */
  #factsInside(before: StringMap, after: StringMap): StringMap {
    this.#places ??= factPlaces(CARRIED_COLUMNS.filter((column) => this.#keeps(column)))
    const { facts, others } = this.#places
    const inside: StringMap = Object.assign(Object.create(null), after)
    for (const [place, said] of Object.entries(before)) {
      const isCounted = !others.has(place) && after[place] !== said && this.#keeps('input_tokens')
      if (facts.has(place)) inside[place] = this.#byPattern(said)
      else if (isCounted) inside[place] = this.#byPattern(numbersIn(said))
    }
    return inside
  }

  /** Facts that no rule names, by their own name or by that of an attribute that they are read from. */
  #keeps(property: string): boolean {
    const known = this.#isKept.get(property)
    if (known !== undefined) return known
    const column = snakeCase(property)
    const isKept = FACTS.has(column) && this.plans.ofColumn(column).length === 0 && !this.plans.namesSourceOf(column)
    this.#isKept.set(property, isKept)
    return isKept
  }

  #byPattern(text: string): string {
    const redacted = this.texts.redact(text, this.plans.patterns)
    return redacted instanceof Removal ? '' : redacted
  }

  #isRemoved(property: string, text: string): boolean {
    const rules = this.plans.ofColumn(snakeCase(property))
    const mayRemove = rules.some(({ action, find }) => action === 'remove' && find === undefined)
    return mayRemove && redactAnyText(text, rules, this.texts) instanceof Removal
  }
}

/** Places that facts alone are read from, and those that other columns are. */
function factPlaces(columns: readonly string[]): { facts: ReadonlySet<string>; others: ReadonlySet<string> } {
  const textsOf = (names: readonly string[]) => names.flatMap(carriersOf).map(({ source }) => source.text)
  const others = new Set(textsOf(CARRIED_COLUMNS.filter((column) => !columns.includes(column))))
  return { facts: new Set(textsOf(columns).filter((place) => !others.has(place))), others }
}

/** A structure without its texts, but for those that are numbers. */
function numbersIn(json: string): string {
  const parsed = parsedJson(json)
  if (typeof parsed !== 'object') return isNumber(json) ? json : REDACTED
  return JSON.stringify(parsed, (_, part) => (typeof part === 'string' && !isNumber(part) ? REDACTED : part))
}

function isNumber(text: string): boolean {
  return /^-?\d{1,19}(?:\.\d{1,19})?$/.test(text)
}
