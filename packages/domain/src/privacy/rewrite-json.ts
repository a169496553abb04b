import type { Condition } from '../semconv/column-rule.ts'
import { JsonCursor } from '../semconv/json-cursor.ts'
import { parsePythonLiteral } from '../semconv/python-literal.ts'
import { isByPattern } from './compiled-rule.ts'
import { enter, type FieldScope, isUniform, scopeOfObject } from './field-scope.ts'
import { parsedJson, redactAnyText, redactJson, redactName, redactScalars } from './redact-json.ts'
import { Removal, type TextRedactor } from './redact-text.ts'

/** Deeper, one scope holds for all that is further in. */
const MAX_DEPTH = 64

export interface RewriteOptions {
  texts: TextRedactor
  /** Whether a condition of the normalization's tables holds of the record. */
  holds: (when: Condition) => boolean
}

type Parsed = Readonly<Record<string | number, unknown>>

/**
 * A text under rules that differ by where in it one is. Of JSON, a rule removes the member or entry to which it is confined; where it
 * is about all of the text, the removal comes back. All else stays as it was written, to the byte.
 */
export function rewriteText(
  text: string,
  scope: FieldScope,
  name: string,
  options: RewriteOptions,
  depth = 0,
): string | Removal {
  const isWalked = !isUniform(scope) && depth <= MAX_DEPTH
  const parsed = isWalked ? parsedJson(text) : undefined
  const literal = isWalked && parsed === undefined ? parsePythonLiteral(text) : undefined
  if (literal !== undefined) return rewriteLiteral(text, literal, scope, name, options, depth)
  if (parsed === undefined) return redactAnyText(text, scope.rules, options.texts, name)
  const cursor = new JsonCursor(text)
  const before = cursor.space()
  const rewritten = new Rewriter(cursor, options).value(scope, name, parsed, depth + 1)
  return rewritten instanceof Removal ? rewritten : before + rewritten + cursor.space()
}

/** What Python prints of a structure is JSON once something of it was redacted. */
function rewriteLiteral(
  text: string,
  literal: object,
  scope: FieldScope,
  name: string,
  options: RewriteOptions,
  depth: number,
): string | Removal {
  const json = JSON.stringify(literal)
  const rewritten = rewriteText(json, scope, name, options, depth)
  return rewritten === json ? text : rewritten
}

/** Walks what is written and what it was parsed to side by side. */
class Rewriter {
  constructor(
    private readonly cursor: JsonCursor,
    private readonly options: RewriteOptions,
  ) {}

  /** What was parsed tells only what kind of object it is: where a name stands twice in one, it is the last one's. */
  value(scope: FieldScope, name: string, node: unknown, depth: number): string | Removal {
    const { cursor } = this
    const { texts } = this.options
    const start = cursor.peek()
    if (start === '"') {
      const literal = cursor.string()
      const text = JSON.parse(literal) as string
      const redacted = rewriteText(text, scope, name, this.options, depth)
      return redacted === text ? literal : redacted instanceof Removal ? redacted : JSON.stringify(redacted)
    }
    if (start !== '{' && start !== '[') {
      return redactScalars(cursor.scalar(), scope.rules, scope.rules.filter(isByPattern), texts)
    }
    const parsed: Parsed = typeof node === 'object' && node !== null ? (node as Parsed) : {}
    const own = start === '{' ? scopeOfObject(scope, parsed) : scope
    if (isUniform(own) || depth > MAX_DEPTH) return redactJson(cursor.structure(), own.rules, texts)
    return start === '{' ? this.object(own, parsed, depth) : this.list(own, name, parsed, depth)
  }

  private object(scope: FieldScope, node: Parsed, depth: number): string | Removal {
    const { cursor } = this
    const named = scope.rules.filter(isByPattern)
    const members: string[] = []
    let removal: Removal | undefined
    cursor.take()
    let lead = cursor.space()
    while (cursor.peek() === '"') {
      const literal = cursor.string()
      const name = JSON.parse(literal) as string
      const colon = cursor.space() + cursor.take() + cursor.space()
      const value = this.value(enter(scope, name, this.options.holds), name, node[name], depth + 1)
      const shown = redactName(name, named, this.options.texts)
      removal ??= [value, shown].find((part) => removes(part, scope))
      const tail = cursor.space()
      if (typeof value === 'string' && typeof shown === 'string')
        members.push(lead + (shown === name ? literal : JSON.stringify(shown)) + colon + value + tail)
      if (cursor.take() !== ',') return removal ?? `{${members.join(',')}}`
      lead = cursor.space()
    }
    cursor.take()
    return `{${lead}}`
  }

  private list(scope: FieldScope, name: string, node: Parsed, depth: number): string | Removal {
    const { cursor } = this
    const entries: string[] = []
    let removal: Removal | undefined
    cursor.take()
    let lead = cursor.space()
    for (let place = 0; cursor.peek() !== ']'; place += 1) {
      const value = this.value(enter(scope, place, this.options.holds), name, node[place], depth + 1)
      const tail = cursor.space()
      if (typeof value === 'string') entries.push(lead + value + tail)
      else if (removes(value, scope)) removal ??= value
      if (cursor.take() !== ',') return removal ?? `[${entries.join(',')}]`
      lead = cursor.space()
    }
    cursor.take()
    return `[${lead}]`
  }
}

/** Whether a removal further in is one of all that the scope is about. */
export function removes(part: unknown, scope: FieldScope): part is Removal {
  return part instanceof Removal && scope.rules.includes(part.rule)
}
