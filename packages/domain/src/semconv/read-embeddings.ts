import type { RawSpan } from '../telemetry/raw-span.ts'
import { dialectsOf } from './dialects.ts'
import { type Embedded, splitVector, textsIn, vectorsIn } from './embedded.ts'
import { holds, type PickContext } from './pick.ts'
import { resolveKind } from './resolve-kind.ts'
import { parseSource } from './source.ts'
import { SpanReader } from './span-reader.ts'
import { EMBEDDING_SOURCES } from './tables/embeddings.ts'

const MAX_VECTORS = 256
/** Where bytes may hold vectors one after the other, each as long as `pyflare.embedding.dims` says. */
const PACKED = 'pyflare.embedding.vectors'
const SOURCES = EMBEDDING_SOURCES.map(({ vectors, texts, when }) => ({
  vectors: parseSource(vectors),
  texts: texts === undefined ? undefined : parseSource(texts),
  when,
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
  return embeddingsAt(
    {
      reader,
      kind: resolveKind(reader),
      dialects: dialectsOf(reader),
      times: { startTimeNs: raw.startTimeNs, durationNs: reader.durationNs },
      conflicts: new Set(),
    },
    MAX_VECTORS,
  )
}

/** How long the first vector is; undefined when the span carries none. */
export function embeddingDimsOf(context: PickContext): number | undefined {
  return embeddingsAt(context, 1)[0]?.vector.length
}

function embeddingsAt(context: PickContext, limit: number): EmbeddingVector[] {
  for (const { vectors, texts, when } of SOURCES) {
    if (!holds(context, when)) continue
    const joined = vectorsIn(context.reader.read(vectors), limit)
    const found = vectors.key === PACKED ? joined.flatMap((entry) => splitVector(entry, dimsOf(context))) : joined
    if (found.length === 0) continue
    const apart = texts === undefined ? [] : textsIn(context.reader.read(texts), limit)
    return found.slice(0, limit).map((entry, at) => ({ vector: entry.vector, text: textOf(entry, apart, at) }))
  }
  return []
}

function dimsOf(context: PickContext): number {
  return Number(context.reader.span.attributes.get('pyflare.embedding.dims') ?? 0)
}

function textOf({ text }: Embedded, apart: readonly string[], at: number): string {
  return text ?? apart[at] ?? ''
}
