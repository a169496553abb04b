import type { StringMap } from '../telemetry/span-columns.ts'
import { isJsonStructure, redactJson } from './redact-json.ts'
import { type CompiledRule, hashOf, redactText } from './redact-text.ts'

/** Runs rules over one field at a time. What nothing matched comes back as the same value. */
export class FieldRedactor {
  readonly #byColumn = new Map<string, readonly CompiledRule[]>()
  readonly #shared = new WeakMap<StringMap, StringMap>()

  constructor(
    private readonly rules: readonly CompiledRule[],
    private readonly hashKey: string,
  ) {}

  /** A column's text; '' when a rule removed it. */
  column(column: string, isContent: boolean, text: string): string {
    return text === '' ? text : (this.#redact(text, this.#rulesOf(column, isContent)) ?? '')
  }

  /** A column of texts; those that a rule removed are gone. */
  list(column: string, texts: string[]): string[] {
    const rules = this.#rulesOf(column, true)
    const redacted = texts.map((text) => this.#redact(text, rules))
    return redacted.every((text, place) => text === texts[place])
      ? texts
      : redacted.filter((text) => text !== undefined)
  }

  attributes(attributes: StringMap, isNamedToo: readonly CompiledRule[] = []): StringMap {
    let next: StringMap | undefined
    for (const [key, text] of Object.entries(attributes)) {
      const rules = this.rules.filter((rule) => isNamedToo.includes(rule) || rule.appliesToAttribute(key))
      const redacted = this.#redact(text, rules)
      if (redacted === text) continue
      next ??= Object.assign(Object.create(null), attributes) as StringMap
      if (redacted === undefined) delete next[key]
      else next[key] = redacted
    }
    return next ?? attributes
  }

  /** Attributes that many records hold together (a resource's) are redacted once. */
  sharedAttributes(attributes: StringMap): StringMap {
    const known = this.#shared.get(attributes)
    if (known !== undefined) return known
    const redacted = this.attributes(attributes)
    this.#shared.set(attributes, redacted)
    return redacted
  }

  /** A JSON list of objects that have `attributes`: events, links, exemplars. */
  attributesInside(column: string, json: string): string {
    if (json === '' || json === '[]') return json
    const rows = JSON.parse(json) as { attributes?: StringMap }[]
    const named = this.#rulesOf(column, false)
    let isChanged = false
    for (const row of rows) {
      if (row.attributes === undefined) continue
      const next = this.attributes(row.attributes, named)
      isChanged ||= next !== row.attributes
      row.attributes = next
    }
    return isChanged ? JSON.stringify(rows) : json
  }

  hash(text: string): string {
    return hashOf(text, this.hashKey)
  }

  #redact(text: string, rules: readonly CompiledRule[]): string | undefined {
    if (rules.length === 0) return text
    return isJsonStructure(text) ? redactJson(text, rules, this.hashKey) : redactText(text, rules, this.hashKey)
  }

  #rulesOf(column: string, isContent: boolean): readonly CompiledRule[] {
    const known = this.#byColumn.get(column)
    if (known !== undefined) return known
    const rules = this.rules.filter((rule) => rule.appliesToColumn(column, isContent))
    this.#byColumn.set(column, rules)
    return rules
  }
}
