import type { RawSpan } from '../telemetry/raw-span.ts'
import { base64, field, type Json, structureOf } from './json.ts'
import { parseSource } from './source.ts'
import { SpanReader } from './span-reader.ts'
import { EMBEDDING_SOURCES } from './tables/embeddings.ts'

const MAX_VECTORS = 256
const MAX_DIMS = 8192
const SOURCES = EMBEDDING_SOURCES.map(({ vectors, texts }) => ({
  vectors: parseSource(vectors),
  texts: texts === undefined ? undefined : parseSource(texts),
}))

export interface EmbeddingVector {
  /** What the vector stands for; '' when it was not sent. */
  text: string
  vector: readonly number[]
}

/**
 * The vectors that a span carries, of the first source that has some: at most 256, of at most 8192 finite numbers each.
 * They are no column of a span; they belong to the vector store.
 */
export function readEmbeddings(raw: RawSpan): EmbeddingVector[] {
  const reader = new SpanReader(raw)
  for (const source of SOURCES) {
    const list = listOf(reader.read(source.vectors))
    const texts = source.texts === undefined ? undefined : reader.read(source.texts)
    const found = list.slice(0, MAX_VECTORS).flatMap((entry, at) => {
      const vector = vectorIn(entry)
      return vector === undefined ? [] : [{ text: textIn(entry, texts, at, list.length), vector }]
    })
    if (found.length > 0) return found
  }
  return []
}

/** One vector alone is a list of one. */
function listOf(value: Json | undefined): Json[] {
  const structure = structureOf(value)
  if (!Array.isArray(structure)) return typeof value === 'string' ? [value] : []
  return typeof structure[0] === 'number' ? [structure] : structure
}

function vectorIn(entry: Json): number[] | undefined {
  const told =
    field(field(entry, 'embedding'), 'vector') ?? field(entry, 'vector') ?? field(entry, 'embedding') ?? entry
  const list = structureOf(told) ?? (typeof told === 'string' ? floatsIn(told) : undefined)
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_DIMS) return undefined
  return list.every((part) => typeof part === 'number' && Number.isFinite(part)) ? (list as number[]) : undefined
}

/** Little-endian 32-bit floats in base64, as OpenAI's clients ask for them. */
function floatsIn(text: string): number[] | undefined {
  if (text.length > MAX_DIMS * 6 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  if (bytes.length % 4 !== 0 || base64(bytes) !== text) return undefined
  const view = new DataView(bytes.buffer)
  return Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(at * 4, true))
}

function textIn(entry: Json, texts: Json | undefined, at: number, count: number): string {
  const own = field(field(entry, 'embedding'), 'text') ?? field(entry, 'text')
  if (typeof own === 'string') return own
  const list = structureOf(texts)
  const told = Array.isArray(list) ? list[at] : count === 1 ? texts : undefined
  return typeof told === 'string' ? told : ''
}
