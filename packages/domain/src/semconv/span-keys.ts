import type { CompiledCandidate, CompiledRule } from './column-rule.ts'
import { presentSources } from './present-sources.ts'
import type { Source } from './source.ts'
import { type FlattenedKeys, findFlattened } from './unflatten.ts'

type KeyedSpan = Parameters<typeof presentSources>[0]

/** What a span's keys say, whatever their values: which places of the tables may hold something. */
export class SpanKeys {
  readonly #attributes: KeyedSpan['attributes']
  readonly #present: Uint8Array
  #flattened: FlattenedKeys | undefined

  constructor(span: KeyedSpan) {
    this.#attributes = span.attributes
    this.#present = presentSources(span)
  }

  mayHave(source: Source): boolean {
    return this.#present[source.id] !== 0
  }

  /** The keys that spell out a list, `prefix.0.role` and so on. */
  flattened(prefix: string): readonly string[] {
    this.#flattened ??= findFlattened(this.#attributes)
    return this.#flattened.get(prefix) ?? []
  }

  /** The candidates that are worth being asked, in their order. Of one span's keys that is not worth finding out. */
  among(candidates: readonly CompiledCandidate[]): readonly CompiledCandidate[] {
    return candidates
  }

  /** Rules with some such candidate. */
  rulesAmong(rules: readonly CompiledRule[]): readonly CompiledRule[] {
    return rules
  }
}

/** The keys that many spans have in common: what the tables have for them is looked up once. */
export class SharedKeys extends SpanKeys {
  readonly #candidates = new Map<readonly CompiledCandidate[], readonly CompiledCandidate[]>()
  readonly #rules = new Map<readonly CompiledRule[], readonly CompiledRule[]>()

  override among(candidates: readonly CompiledCandidate[]): readonly CompiledCandidate[] {
    const known = this.#candidates.get(candidates)
    if (known !== undefined) return known
    const found = candidates.filter(({ source }) => this.mayHave(source))
    this.#candidates.set(candidates, found)
    // What was found is asked for again, by who was given a rule of few candidates.
    this.#candidates.set(found, found)
    return found
  }

  override rulesAmong(rules: readonly CompiledRule[]): readonly CompiledRule[] {
    const known = this.#rules.get(rules)
    if (known !== undefined) return known
    const found = rules.map((rule) => ({ ...rule, from: this.among(rule.from) })).filter(({ from }) => from.length > 0)
    this.#rules.set(rules, found)
    return found
  }
}
