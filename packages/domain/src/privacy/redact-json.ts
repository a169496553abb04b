import { hasTooManyValues } from '../semconv/json.ts'
import { jsonStringEnd } from '../semconv/json-string-end.ts'
import { type CompiledRule, isByPattern } from './compiled-rule.ts'
import { Removal, type TextRedactor } from './redact-text.ts'
import { isKindWord, isStructuralName } from './structure-words.ts'

/** A whole number long enough to be someone's. Lists of measurements and embeddings are passed over. */
const LONG_INTEGER = /(?<![\d.eE+-])-?\d{4}\d*(?![\d.eE])/g
/** Of many numbers in a row one mask says as much as one each. */
const SCALAR_OR_NUMBERS = /\[\s*-?\d[\d.eE+-]*(?:\s*,\s*-?\d[\d.eE+-]*){15,}\s*\]|-?\d[\d.eE+-]*|true|false/g
/** JSON in a string of JSON in a string: deeper, text is text. */
const MAX_NESTING = 6

/** The structure, or the text in quotes, that a text is the JSON of; undefined where it is none, or more than anyone parses. Cheap to say no. */
export function parsedJson(text: string): unknown {
  const first = text.charAt(text.search(/\S/))
  if ((first !== '{' && first !== '[' && first !== '"') || hasTooManyValues(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * A text under rules that are the same for all of it: in JSON the strings alone are looked at (and long whole numbers, which become
 * strings), decoded, also where they are JSON again. All else stays as it was written, to the byte. `name` is what the text stands under.
 */
export function redactAnyText(
  text: string,
  rules: readonly CompiledRule[],
  texts: TextRedactor,
  name = '',
  nesting = 0,
): string | Removal {
  if (rules.length === 0 || text === '') return text
  if (nesting < MAX_NESTING && parsedJson(text) !== undefined) return redactJson(text, rules, texts, nesting)
  const applied = isKindWord(name, text) ? rules.filter(isByPattern) : rules
  return texts.redact(text, applied)
}

/** Valid JSON after the rules, still valid JSON. */
export function redactJson(
  json: string,
  rules: readonly CompiledRule[],
  texts: TextRedactor,
  nesting = 0,
): string | Removal {
  const byPattern = rules.filter(isByPattern)
  const printed: string[] = []
  let at = 0
  let name = ''
  while (at < json.length) {
    const open = json.indexOf('"', at)
    const between = redactScalars(open < 0 ? json.slice(at) : json.slice(at, open), rules, byPattern, texts)
    if (between instanceof Removal) return between
    printed.push(between)
    if (open < 0) break
    const close = jsonStringEnd(json, open)
    const literal = json.slice(open, close)
    const text = JSON.parse(literal) as string
    const isName = /^\s*:/.test(json.slice(close, close + 16))
    const redacted = isName ? redactName(text, byPattern, texts) : redactAnyText(text, rules, texts, name, nesting + 1)
    if (redacted instanceof Removal) return redacted
    printed.push(redacted === text ? literal : JSON.stringify(redacted))
    name = isName ? text : ''
    at = close
  }
  return printed.join('')
}

/** Names may hold what a pattern is about; a rule for whole fields is about what stands under them. */
export function redactName(name: string, byPattern: readonly CompiledRule[], texts: TextRedactor): string | Removal {
  return isStructuralName(name) ? name : texts.redact(name, byPattern)
}

/** What stands between two strings of JSON. */
export function redactScalars(
  between: string,
  rules: readonly CompiledRule[],
  byPattern: readonly CompiledRule[],
  texts: TextRedactor,
): string | Removal {
  const isWhole = byPattern.length < rules.length
  let removal: Removal | undefined
  const redacted = between.replace(isWhole ? SCALAR_OR_NUMBERS : LONG_INTEGER, (literal) => {
    const next = texts.redact(literal, rules)
    if (next instanceof Removal) removal ??= next
    if (next instanceof Removal || next === literal) return literal
    return literal.startsWith('[') ? JSON.stringify([next]) : JSON.stringify(next)
  })
  return removal ?? redacted
}
