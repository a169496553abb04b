import { base64, field, isObject, type Json, type JsonObject, structureOf, unquote } from './json.ts'

const MAX_DIMS = 8192
const MIN_FLOATS = 4
/** Answers nest their vectors no deeper: `{predictions: [{embeddings: {values: […]}}]}`. */
const MAX_NESTING = 4
/** Names under which requests and answers keep vectors and texts, of each those that say so most plainly first. */
const VECTOR_NAMES = [
  'embedding',
  'vector',
  'values',
  'embeddings',
  'data',
  'float',
  'documents',
  'predictions',
  'output',
]
const TEXT_NAMES = [
  'text',
  'texts',
  'input',
  'inputs',
  'inputText',
  'query',
  'content',
  'contents',
  'prompt',
  'documents',
]
const WRAPPERS = ['embedding', 'message', 'parts', 'instances', 'kwargs', 'args']

export interface Embedded {
  vector: number[]
  /** What it stands for, where it stands beside it. */
  text: string | undefined
}

/** The vectors in a value of any shape that a model API or a library gives them: one, a list, an answer around them. */
export function vectorsIn(value: Json | undefined, limit: number): Embedded[] {
  return collectVectors(value ?? null, limit, 0)
}

/** The texts in a request for embeddings, in order. */
export function textsIn(value: Json | undefined, limit: number): string[] {
  return collectTexts(value ?? null, limit, 0)
}

/** Several vectors of one length, one after the other. */
export function splitVector({ vector, text }: Embedded, dims: number): Embedded[] {
  if (dims <= 0 || vector.length <= dims || vector.length % dims !== 0) return [{ vector, text }]
  return Array.from({ length: vector.length / dims }, (_, at) => ({
    vector: vector.slice(at * dims, (at + 1) * dims),
    text: undefined,
  }))
}

function collectVectors(value: Json, limit: number, depth: number): Embedded[] {
  const vector = vectorOf(value)
  if (vector !== undefined) return [{ vector, text: undefined }]
  const structure = structureOf(value)
  if (structure === undefined || depth > MAX_NESTING) return []
  if (Array.isArray(structure)) {
    // A list of numbers that is no vector is none of vectors either.
    return typeof structure[0] === 'number'
      ? []
      : structure.slice(0, limit).flatMap((entry) => collectVectors(entry, limit, depth + 1))
  }
  for (const name of VECTOR_NAMES) {
    const inner = field(structure, name)
    const found = inner === undefined || inner === null ? [] : collectVectors(inner, limit, depth + 1)
    if (found.length === 0) continue
    const [only] = found
    return found.length === 1 && only !== undefined ? [{ ...only, text: only.text ?? ownText(structure) }] : found
  }
  return []
}

function ownText(value: JsonObject): string | undefined {
  const found = ['text', 'content'].map((name) => field(value, name)).find((entry) => typeof entry === 'string')
  return typeof found === 'string' ? found : undefined
}

function collectTexts(value: Json, limit: number, depth: number): string[] {
  const structure = structureOf(value)
  if (structure === undefined) return typeof value === 'string' && value !== '' ? [unquote(value)] : []
  if (depth > MAX_NESTING) return []
  if (Array.isArray(structure))
    return structure.slice(0, limit).flatMap((entry) => collectTexts(entry, limit, depth + 1))
  for (const name of [...TEXT_NAMES, ...WRAPPERS]) {
    const inner = field(structure, name)
    const found = inner === undefined || inner === null ? [] : collectTexts(inner, limit, depth + 1)
    if (found.length > 0) return found
  }
  return []
}

function vectorOf(value: Json): number[] | undefined {
  if (isObject(value)) return undefined
  const list = structureOf(value) ?? (typeof value === 'string' ? floatsIn(value) : undefined)
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_DIMS) return undefined
  return list.every((part) => typeof part === 'number' && Number.isFinite(part)) ? (list as number[]) : undefined
}

/** Little-endian 32-bit floats in base64, as OpenAI's clients ask for them. */
function floatsIn(text: string): number[] | undefined {
  if (text.length > MAX_DIMS * 6 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  if (bytes.length % 4 !== 0 || base64(bytes) !== text) return undefined
  const view = new DataView(bytes.buffer)
  const floats = Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(at * 4, true))
  return floats.length >= MIN_FLOATS && floats.every(isLikely) ? floats : undefined
}

/** Text that happens to be base64 gives numbers of any size; what models embed into does not. */
function isLikely(part: number): boolean {
  return part === 0 || (Math.abs(part) > 1e-9 && Math.abs(part) < 1e6)
}
