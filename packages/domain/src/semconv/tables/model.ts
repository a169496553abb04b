import type { Candidate, ColumnRule } from '../column-rule.ts'
import { inAnswer, inHaystackMeta, inLangChainMetadata, MODEL_CALL } from './answers.ts'

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
  ...inLangChainMetadata('ls_model_name'),
  'llm.response.model',
  'model_name',
  {
    read: 'genkit:name',
    when: { attribute: { key: 'genkit:metadata:subtype', values: ['model', 'background-model', 'embedder'] } },
  },
  { read: 'output.value$.model', when: MODEL_CALL },
  { read: 'input.value$.model', when: MODEL_CALL },
  'llm.invocation_parameters$.model',
  'embedding.invocation_parameters$.model',
  'gcp.vertex.agent.llm_request$.model',
  'request_data$.model',
  ...inHaystackMeta('model'),
  { read: 'model', when: { kinds: ['chat', 'completion', 'embeddings', 'rerank', 'predict'] } },
  { read: 'span:name', as: 'namedModel', when: { ...MODEL_CALL, dialects: ['openlit'] } },
]

export const REQUEST_MODEL_CANDIDATES: readonly Candidate[] = [
  'gen_ai.request.model',
  'llm.request.model_name',
  'ai.model.id',
  'llm.invocation_parameters$.model',
  'embedding.invocation_parameters$.model',
  'invocation_params$.model',
  'mlflow.spanInputs$.model',
  { read: 'input.value$.model', when: MODEL_CALL },
  ...inLangChainMetadata('ls_model_name'),
  'request_data$.model',
  'gcp.vertex.agent.llm_request$.model',
]

/**
 * What the answer named. Where it named none, a model that differs from the requested one is the answer's (libraries with one
 * key for both write it there once they know); else a call that succeeded was answered by the model that was asked.
 */
export const RESPONSE_MODEL_CANDIDATES: readonly Candidate[] = [
  'gen_ai.response.model',
  'llm.response.model_name',
  'ai.response.model',
  'llm.response.model',
  ...inAnswer(
    'model',
    'generations[0][0].message.kwargs.response_metadata.model_name',
    'generations[0][0].generation_info.model_name',
    'llm_output.model_name',
    'modelVersion',
    'model_version',
    'response.model',
  ),
  { read: 'event:new_token@chunk$.kwargs.generation_info.model_name', when: MODEL_CALL },
]

export const PROVIDER_CANDIDATES: readonly Candidate[] = [
  'pyflare.provider',
  'gen_ai.provider.name',
  'gen_ai.system',
  'llm.provider',
  'llm.system',
  'ai.model.provider',
  'mlflow.llm.provider',
  ...inLangChainMetadata('ls_provider'),
]

export const MODEL_RULES: readonly ColumnRule[] = [
  {
    column: 'serverAddress',
    as: 'text',
    from: [
      { read: 'server.address', as: 'host' },
      { read: 'gen_ai.openai.api_base', as: 'host' },
      'net.peer.name',
      'http.host',
    ],
  },
  { column: 'serverPort', as: 'count', from: ['server.port', 'net.peer.port'] },
]
