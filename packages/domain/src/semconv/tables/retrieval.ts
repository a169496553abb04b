import type { Candidate, ColumnRule } from '../column-rule.ts'

/** Documents a retrieval found (4.4). The first source with documents in it wins. */
export const DOCUMENT_CANDIDATES: readonly Candidate[] = [
  'pyflare.retrieval.documents',
  'gen_ai.retrieval.documents',
  'retrieval.documents.*',
  { read: 'reranker.output_documents.*', when: { kinds: ['rerank'] } },
  ...[
    'output.value',
    'mlflow.spanOutputs',
    'langfuse.observation.output',
    'gen_ai.completion',
    'traceloop.entity.output',
    'haystack.component.output',
    'lmnr.span.output',
    'genkit:output',
    'db.vector.query.response.documents',
  ].map((read): Candidate => ({ read, when: { kinds: ['retrieval', 'rerank'] } })),
]

/** Attributes that hold the arguments of a search: plain, or as JSON. */
const RETRIEVAL_INPUTS = [
  'gen_ai.prompt',
  'mlflow.spanInputs',
  'input.value',
  'traceloop.entity.input',
  'langfuse.observation.input$.args',
  'langfuse.observation.input',
  'lmnr.span.input',
  'haystack.component.input',
  'genkit:input',
] as const

export const RERANK_INPUT_CANDIDATES: readonly Candidate[] = [
  'reranker.input_documents.*',
  { read: 'ai.documents', keep: true },
]

/** Documents, and which of them came first, told apart. */
export const RANKED_DOCUMENTS = { documents: 'ai.documents', ranking: 'ai.ranking' } as const

/** Span events of vector databases' instrumentations, one for each document. */
export const DOCUMENT_EVENTS: readonly {
  event: string
  id: string
  score: string
  distance: string
  content: string
  metadata: string
}[] = [
  ['db.query.result', 'document', 'metadata'],
  ['db.search.result', 'entity', 'metadata'],
].map(([event = '', content, metadata]) => ({
  event,
  id: `${event}.id`,
  score: `${event}.score`,
  distance: `${event}.distance`,
  content: `${event}.${content}`,
  metadata: `${event}.${metadata}`,
}))

export const RETRIEVAL_RULES: readonly ColumnRule[] = [
  {
    column: 'retrievalQuery',
    as: 'text',
    from: [
      'pyflare.retrieval.query',
      'gen_ai.retrieval.query.text',
      'gen_ai.retrieval.query',
      'gen_ai.vectordb.search.query',
      ...RETRIEVAL_INPUTS.map((read): Candidate => ({ read, as: 'query', when: { kinds: ['retrieval'] } })),
      'reranker.query',
      'gen_ai.memory.query.text',
      'db.vector.query.content',
    ],
  },
  {
    column: 'retrievalTopK',
    as: 'count',
    from: [
      'pyflare.retrieval.top_k',
      'gen_ai.retrieval.top_k',
      { read: 'gen_ai.request.top_k', when: { kinds: ['retrieval'] } },
      'reranker.top_k',
      'db.vector.query.top_k',
      'db.chroma.query.n_results',
      'db.milvus.search.limit',
      'pinecone.query.top_k',
    ],
  },
  {
    column: 'dataSourceId',
    as: 'text',
    from: [
      'pyflare.data_source.id',
      'gen_ai.data_source.id',
      { read: 'db.collection.name', when: { kinds: ['retrieval'] } },
      { read: 'db.namespace', when: { kinds: ['retrieval'] } },
    ],
  },
  {
    column: 'embeddingDims',
    as: 'count',
    from: ['pyflare.embedding.dims', 'gen_ai.embeddings.dimension.count', 'gen_ai.request.embedding_dimension'],
  },
]
