import { field, isObject, type Json, printJson, structureOf, unquote } from './json.ts'

/** What a transform may need of the span beside the value. */
export interface SpanTimes {
  startTimeNs: bigint
  durationNs: bigint
}

const UINT32_MAX = 4_294_967_295
const INT64_MAX = 9_223_372_036_854_775_807n
/** A column that holds nano-dollars ends here; a larger sum is no cost of one call. */
const MAX_DOLLARS = 1_000_000_000
const MAX_LIST = 1_000
const MAX_SECONDS = 1_000_000_000

/** How a value is understood. Undefined: not usable as that. */
const TRANSFORMS = {
  /** Text; JSON quotes around it are taken off, structures are printed. */
  text: textOf,
  /** A whole number from 0 to 2^32-1. */
  count: (value: Json) => wholeNumber(value),
  /** Any finite number. */
  number: numberOf,
  /** What is shown as input or output: text untouched, structures as JSON. */
  content: (value: Json) => printJson(value),
  /** A 64-bit whole number. */
  integer: (value: Json) => int64(value),
  flag: flagOf,
  list: (value: Json) => textList(value, false),
  /** A list of texts, or one text with commas. */
  tags: (value: Json) => textList(value, true),
  /** A structure, printed as JSON; text that is no structure stays text. */
  json: (value: Json) => jsonText(value),
  /** US dollars as nano-dollars, at least 0. */
  dollars: (value: Json) => scaled(value, 1e9, MAX_DOLLARS),
  seconds: (value: Json) => scaled(value, 1e9, MAX_SECONDS),
  milliseconds: (value: Json) => scaled(value, 1e6, MAX_SECONDS * 1000),
  /** An instant (RFC 3339) as nanoseconds since the span's start. */
  instant: sinceStart,
  /** A list's or an object's length. */
  length: (value: Json) => lengthOf(value),
  /** The texts that were embedded, out of OpenInference's list of embeddings or messages; one alone is itself. */
  texts: (value: Json) => embeddedTexts(value),
  /** The first of a list, as text. */
  first: (value: Json) => firstText(value),
  /** A host name; of a URL its host. */
  host: (value: Json) => hostOf(value),
  /** The class of an error, also as Python prints a class. */
  className: (value: Json) => classNameOf(value),
  /** The same; numbers are codes, not classes. */
  errorName: (value: Json) => errorNameOf(value),
  /** The class of an error at the head of its stack trace. */
  stackHead: (value: Json) => stackHeadOf(value),
  /** The model in a span's name `chat gpt-4o`, as OpenTelemetry names spans of calls. */
  namedModel: (value: Json) => (typeof value === 'string' ? /^[a-z_]+ (\S+)$/.exec(value)?.[1] : undefined),
  /** What was searched for: text, or the one text among the arguments of a search. */
  query: (value: Json) => queryOf(value),
  /** The kind of output that an OpenAI response format asks for. */
  format: (value: Json) => formatOf(value),
  /** A conversation's id; libraries that write the previous response's id there start no new conversation with each call. */
  conversation: (value: Json) => conversationOf(value),
} as const satisfies Record<string, (value: Json, times: SpanTimes) => unknown>

export type Transform = keyof typeof TRANSFORMS
export type ColumnValue = string | number | bigint | boolean | string[]

export function transform(name: Transform, value: Json, times: SpanTimes): ColumnValue | undefined {
  return TRANSFORMS[name](value, times)
}

export function textOf(value: Json): string | undefined {
  if (typeof value === 'string') return unquote(value)
  if (value === null) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Numbers, numeric text, and the shapes that 64-bit integers take in JSON: `{intValue}` and `{low, high}`. */
export function numberOf(value: Json): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value === 'string') {
    const text = unquote(value).trim()
    return text.length < 40 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? numberOf(Number(text)) : undefined
  }
  if (!isObject(value)) return undefined
  const inner = field(value, 'intValue') ?? field(value, 'doubleValue')
  if (typeof inner === 'string' || typeof inner === 'number') return numberOf(inner)
  const [low, high] = [field(value, 'low'), field(value, 'high')]
  return typeof low === 'number' && typeof high === 'number' ? numberOf(high * 2 ** 32 + (low >>> 0)) : undefined
}

function wholeNumber(value: Json): number | undefined {
  const found = numberOf(value)
  return found !== undefined && Number.isInteger(found) && found >= 0 && found <= UINT32_MAX ? found : undefined
}

function int64(value: Json): bigint | undefined {
  const text = typeof value === 'string' ? unquote(value).trim() : ''
  const exact = /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined
  const found = exact ?? whole(numberOf(value))
  return found !== undefined && found <= INT64_MAX && found >= -INT64_MAX ? found : undefined
}

function whole(value: number | undefined): bigint | undefined {
  return value !== undefined && Number.isInteger(value) ? BigInt(value) : undefined
}

function flagOf(value: Json): boolean | undefined {
  const plain = typeof value === 'string' ? unquote(value).toLowerCase() : value
  if (plain === true || plain === 'true' || plain === 1) return true
  return plain === false || plain === 'false' || plain === 0 ? false : undefined
}

function textList(value: Json, commas: boolean): string[] | undefined {
  const structure = structureOf(value)
  if (Array.isArray(structure)) {
    return structure.slice(0, MAX_LIST).flatMap((entry) => (entry === null ? [] : (textOf(entry) ?? [])))
  }
  const text = structure === undefined ? textOf(value) : undefined
  if (text === undefined || text === '') return undefined
  if (!commas) return [text]
  const parts = text.split(',', MAX_LIST).map((part) => part.trim())
  return parts.filter((part) => part !== '')
}

function jsonText(value: Json): string | undefined {
  const structure = structureOf(value)
  return structure === undefined ? textOf(value) : JSON.stringify(structure)
}

/** Rounds half to even, as money is. */
function scaled(value: Json, factor: number, limit: number): bigint | undefined {
  const found = numberOf(value)
  if (found === undefined || found < 0 || found > limit) return undefined
  const exact = found * factor
  const floor = Math.floor(exact)
  const isHalf = exact - floor === 0.5
  return BigInt(isHalf ? floor + (floor % 2) : Math.round(exact))
}

function sinceStart(value: Json, times: SpanTimes): bigint | undefined {
  const text = typeof value === 'string' ? unquote(unquote(value)) : ''
  const match = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:?\d\d)?$/.exec(text)
  if (match === null) return undefined
  const [, moment = '', fraction = '', zone = 'Z'] = match
  const millis = Date.parse(`${moment.replace(' ', 'T')}${zone}`)
  if (!Number.isFinite(millis)) return undefined
  return BigInt(millis) * 1_000_000n + BigInt(fraction.padEnd(9, '0')) - times.startTimeNs
}

function lengthOf(value: Json): number | undefined {
  const structure = structureOf(value)
  return Array.isArray(structure) && structure.length > 0 ? structure.length : undefined
}

function firstText(value: Json): string | undefined {
  return textList(value, false)?.find((entry) => entry !== '')
}

function embeddedTexts(value: Json): string | undefined {
  if (!Array.isArray(value)) return undefined
  const texts = value.flatMap(
    (entry) => field(field(entry, 'embedding'), 'text') ?? field(field(entry, 'message'), 'content') ?? [],
  )
  if (texts.length === 0) return undefined
  return texts.length === 1 && typeof texts[0] === 'string' ? texts[0] : JSON.stringify(texts)
}

function hostOf(value: Json): string | undefined {
  const text = textOf(value) ?? ''
  if (!text.includes('://')) return text
  return URL.canParse(text) ? new URL(text).hostname : undefined
}

function formatOf(value: Json): string | undefined {
  const structure = structureOf(value)
  const name = isObject(structure) ? field(structure, 'type') : textOf(value)
  if (typeof name !== 'string' || name === '') return undefined
  return name.startsWith('json') ? 'json' : name
}

function classNameOf(value: Json): string | undefined {
  const name = textOf(value)
  return name === undefined ? undefined : (/^<class '(.+)'>$/.exec(name)?.[1] ?? name)
}

function errorNameOf(value: Json): string | undefined {
  const name = classNameOf(value)
  return name === undefined || /^\d+$/.test(name) ? undefined : name
}

function stackHeadOf(value: Json): string | undefined {
  return typeof value === 'string'
    ? /^(?:Uncaught )?([A-Za-z_$][\w$.]{0,200}(?:Error|Exception))\b/.exec(value)?.[1]
    : undefined
}

const QUERY_NAMES = ['query', 'query_str', 'search_query', 'question', 'q', 'query_text', 'text', 'input'] as const
/** A query is wrapped in arguments, and these in a bundle. */
const MAX_WRAPPING = 3

function queryOf(value: Json, depth = 0): string | undefined {
  const structure = structureOf(value)
  if (structure === undefined) return textOf(value)
  if (depth >= MAX_WRAPPING) return undefined
  if (Array.isArray(structure)) {
    const [only = null, ...others] = structure.length === 1 ? structure : structure.filter(isText)
    return others.length === 0 && only !== null ? queryOf(only, depth + 1) : undefined
  }
  for (const name of QUERY_NAMES) {
    const found = field(structure, name)
    if (typeof found === 'string' && found !== '') return found
  }
  const [only, ...others] = Object.values(structure).filter(isText)
  if (only !== undefined && others.length === 0) return String(only)
  const [inner, ...more] = Object.values(structure).filter((entry) => typeof entry === 'object' && entry !== null)
  return inner !== undefined && more.length === 0 ? queryOf(inner, depth + 1) : undefined
}

function isText(value: Json): boolean {
  return typeof value === 'string' && value !== ''
}

function conversationOf(value: Json): string | undefined {
  const text = textOf(value)
  return text?.startsWith('resp_') === true ? undefined : text
}
