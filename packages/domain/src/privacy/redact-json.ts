import { jsonStringEnd } from './json-string-end.ts'
import type { CompiledRule } from './redact-text.ts'
import { redactText } from './redact-text.ts'

/** Names that structures are read by: a rule may change what stands under them, never the names themselves. */
const STRUCTURAL_NAMES = new Set(
  [
    'role parts type content text id name arguments response result tool_calls function finish_reason mime_type',
    'modality uri file_id data document score metadata time_ns trace_id span_id attributes index url input output',
    'description parameters properties required items',
  ].flatMap((names) => names.split(' ')),
)
/** Values that say what a part is, not what it holds: a rule for whole fields leaves them. */
const KIND_NAMES = new Set(['role', 'type', 'finish_reason', 'mime_type', 'modality', 'time_ns', 'trace_id', 'span_id'])
/** A whole number long enough to be someone's. Lists of measurements and embeddings are passed over. */
const LONG_INTEGER = /(?<![\d.eE+-])-?\d{4,}(?![\d.eE])/g
const ANY_SCALAR = /-?\d[\d.eE+-]*|true|false/g

/** Whether a text can be taken for JSON of a structure: cheap to say no. */
export function isJsonStructure(text: string): boolean {
  const first = text.charAt(text.search(/\S/))
  if (first !== '{' && first !== '[') return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/**
 * Valid JSON after the rules, still valid JSON: strings (and long whole numbers, which become strings) are changed in place, all
 * else stays as it was written, to the byte. Undefined when a rule removes the field.
 */
export function redactJson(json: string, rules: readonly CompiledRule[], hashKey: string): string | undefined {
  const byPattern = rules.filter((rule) => rule.find !== undefined)
  const scalar = byPattern.length < rules.length ? ANY_SCALAR : LONG_INTEGER
  const printed: string[] = []
  let at = 0
  let name = ''
  while (at < json.length) {
    const open = json.indexOf('"', at)
    const between = open < 0 ? json.slice(at) : json.slice(at, open)
    let isRemoved = false
    printed.push(
      between.replace(scalar, (digits) => {
        const redacted = redactText(digits, rules, hashKey)
        isRemoved ||= redacted === undefined
        return redacted === undefined || redacted === digits ? digits : JSON.stringify(redacted)
      }),
    )
    if (isRemoved) return undefined
    if (open < 0) break
    const close = jsonStringEnd(json, open)
    const literal = json.slice(open, close)
    const text = JSON.parse(literal) as string
    const isName = /^\s*:/.test(json.slice(close, close + 16))
    const applied = isName || KIND_NAMES.has(name) ? byPattern : rules
    const redacted = isName && STRUCTURAL_NAMES.has(text) ? text : redactText(text, applied, hashKey)
    if (redacted === undefined) return undefined
    printed.push(redacted === text ? literal : JSON.stringify(redacted))
    name = isName ? text : ''
    at = close
  }
  return printed.join('')
}
