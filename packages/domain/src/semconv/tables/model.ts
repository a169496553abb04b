import type { Candidate, ColumnRule } from '../column-rule.ts'

/** Attributes that hold the parameters of a model call, as JSON. */
export const INVOCATION_PARAMETERS = [
  'llm.invocation_parameters',
  'embedding.invocation_parameters',
  'model_config',
] as const

/** A model's name as the client knows it best; `model_id` and `model_version` are split from it. */
export const MODEL_CANDIDATES: readonly Candidate[] = [
  'pyflare.model.id',
  'langfuse.observation.model.name',
  'gen_ai.response.model',
  'llm.response.model_name',
  'ai.response.model',
  'mlflow.spanOutputs$.model',
  'gen_ai.request.model',
  'llm.request.model_name',
  'llm.model_name',
  'embedding.model_name',
  'reranker.model_name',
  'ai.model.id',
  'mlflow.llm.model',
  'lmnr.association.properties.ls_model_name',
  'langsmith.metadata.ls_model_name',
  'llm.response.model',
  'model_name',
  {
    read: 'genkit:name',
    when: { attribute: { key: 'genkit:metadata:subtype', values: ['model', 'background-model', 'embedder'] } },
  },
  { read: 'output.value$.model', when: { kinds: ['chat', 'completion', 'embeddings'] } },
  { read: 'input.value$.model', when: { kinds: ['chat', 'completion', 'embeddings'] } },
  'llm.invocation_parameters$.model',
  'embedding.invocation_parameters$.model',
  'gcp.vertex.agent.llm_request$.model',
  'request_data$.model',
  { read: 'model', when: { kinds: ['chat', 'completion', 'embeddings', 'rerank', 'predict'] } },
]

export const REQUEST_MODEL_CANDIDATES: readonly Candidate[] = [
  'gen_ai.request.model',
  'llm.request.model_name',
  'ai.model.id',
  'llm.invocation_parameters$.model',
  'embedding.invocation_parameters$.model',
  'mlflow.spanInputs$.model',
  { read: 'input.value$.model', when: { kinds: ['chat', 'completion', 'embeddings'] } },
  'langsmith.metadata.ls_model_name',
  'request_data$.model',
  'gcp.vertex.agent.llm_request$.model',
]

/** Only what the answer named. Where none is named, a `model` that differs from the requested one is the answer's. */
export const RESPONSE_MODEL_CANDIDATES: readonly Candidate[] = [
  'gen_ai.response.model',
  'llm.response.model_name',
  'ai.response.model',
  { read: 'output.value$.model', when: { kinds: ['chat', 'completion', 'embeddings'] } },
  'mlflow.spanOutputs$.model',
  'genkit:output$.raw.model',
  'gen_ai.completion$.model',
  { read: 'embedding.model_name', when: { succeeded: true } },
]

export const PROVIDER_CANDIDATES: readonly Candidate[] = [
  'pyflare.provider',
  'gen_ai.provider.name',
  'gen_ai.system',
  'llm.provider',
  'llm.system',
  'ai.model.provider',
  'mlflow.llm.provider',
  'langsmith.metadata.ls_provider',
  'lmnr.association.properties.ls_provider',
]

export const MODEL_RULES: readonly ColumnRule[] = [
  {
    column: 'serverAddress',
    as: 'text',
    from: ['server.address', { read: 'gen_ai.openai.api_base', as: 'host' }, 'net.peer.name', 'http.host'],
  },
  { column: 'serverPort', as: 'count', from: ['server.port', 'net.peer.port'] },
]
