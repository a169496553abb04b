import type { Condition } from '../column-rule.ts'

/** Where vectors are, and the texts that they stand for where these are apart. */
export interface EmbeddingSource {
  vectors: string
  texts?: string
  when?: Condition
}

const EMBEDDED: Condition = { kinds: ['embeddings'] }
/** Attributes that hold whatever went in and came out: on an embedding's span, texts and their vectors. */
const GENERIC = [
  ['output.value', 'input.value'],
  ['mlflow.spanOutputs', 'mlflow.spanInputs'],
  ['langfuse.observation.output', 'langfuse.observation.input'],
  ['traceloop.entity.output', 'traceloop.entity.input'],
  ['lmnr.span.output', 'lmnr.span.input'],
  ['genkit:output', 'genkit:input'],
  ['haystack.component.output', 'haystack.component.input'],
  ['gen_ai.completion', 'gen_ai.prompt'],
] as const

/**
 * Vectors and the texts that they stand for (4.11), in order. Either may be one, a list of them, or the request and the answer of a
 * model API around them.
 */
export const EMBEDDING_SOURCES: readonly EmbeddingSource[] = [
  { vectors: 'pyflare.embedding.vectors', texts: 'pyflare.input.value' },
  { vectors: 'embedding.embeddings.*' },
  { vectors: 'embedding.vector', texts: 'embedding.text' },
  { vectors: 'embedding.vector.*', texts: 'llm.input_messages.*' },
  { vectors: 'ai.embeddings', texts: 'ai.values' },
  { vectors: 'ai.embedding', texts: 'ai.value' },
  { vectors: 'event:db.query.embeddings@db.query.embeddings.vector' },
  { vectors: 'event:db.search.embeddings@db.search.embeddings.vector' },
  ...GENERIC.map(([vectors, texts]) => ({ vectors, texts, when: EMBEDDED })),
]
