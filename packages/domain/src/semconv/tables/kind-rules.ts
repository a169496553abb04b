import type { SpanKind } from '../../telemetry/raw-span.ts'
import type { OperationKind } from '../../telemetry/span-columns.ts'

/** `llm` is a model call that is a completion or a chat, by what else the span carries. `next`: go on with the next rule. */
export type KindAnswer = OperationKind | 'llm' | 'next'

/** The first rule that gives an answer decides. Rules by value compare without regard to case. */
export type KindRule =
  | {
      rule: string
      read: string
      /** Compare only what stands before the first space. */
      beforeSpace?: true
      /** The rule is for spans that have no key that starts so. */
      unless?: string
      values: Readonly<Record<string, KindAnswer>>
      patterns?: readonly (readonly [RegExp, KindAnswer])[]
    }
  | { rule: string; if: KindCondition; kind: KindAnswer }

/** Everything named must hold; of a list, one. */
export interface KindCondition {
  scope?: string
  /** The scope's name starts so. */
  scopeStart?: string
  name?: RegExp
  /** Attributes and what they may be, without regard to case; each must be there. */
  attributes?: Readonly<Record<string, RegExp>>
  keys?: readonly string[]
  /** A key that starts so. */
  prefixes?: readonly string[]
  events?: readonly string[]
  /** A key that names a model (4.2), one that counts tokens (4.5) or carries messages (4.3). */
  hasModel?: boolean
  hasUsageOrMessages?: true
  hasLink?: true
}

const same = (...kinds: OperationKind[]): Record<string, KindAnswer> =>
  Object.fromEntries(kinds.map((kind) => [kind, kind]))

export const ALL_KINDS: readonly OperationKind[] = [
  'chat',
  'completion',
  'embeddings',
  'retrieval',
  'rerank',
  'tool',
  'agent',
  'chain',
  'guardrail',
  'evaluator',
  'prompt',
  'memory',
  'media',
  'predict',
  'span',
]

export const KIND_RULES: readonly KindRule[] = [
  { rule: '1', read: 'pyflare.kind', values: same(...ALL_KINDS) },
  {
    rule: '2',
    read: 'pyflare.inference.type',
    unless: 'gen_ai.',
    values: {
      llm: 'llm',
      embedding: 'embeddings',
      classification: 'predict',
      regression: 'predict',
      object_detection: 'predict',
      custom: 'predict',
    },
  },
  // A placeholder that Logfire sends when a span starts, to be replaced by the span itself.
  { rule: '3', read: 'logfire.span_type', values: { pending_span: 'span' } },
  {
    rule: '4',
    read: 'langfuse.observation.type',
    values: {
      ...same('tool', 'agent', 'chain', 'guardrail', 'evaluator'),
      embedding: 'embeddings',
      retriever: 'retrieval',
      generation: 'next',
    },
  },
  {
    rule: '5',
    read: 'openinference.span.kind',
    values: {
      ...same('tool', 'agent', 'chain', 'guardrail', 'evaluator', 'prompt'),
      llm: 'llm',
      embedding: 'embeddings',
      retriever: 'retrieval',
      reranker: 'rerank',
    },
  },
  // A generation that another library calls an embedding (LiteLLM's Langfuse exporter) is one.
  { rule: '4a', read: 'langfuse.observation.type', values: { generation: 'llm' } },
  {
    rule: '6',
    read: 'langsmith.span.kind',
    values: {
      ...same('chain', 'tool', 'prompt'),
      llm: 'llm',
      retriever: 'retrieval',
      embedding: 'embeddings',
      parser: 'chain',
    },
  },
  {
    rule: '7',
    read: 'mlflow.spanType',
    values: {
      ...same('tool', 'agent', 'chain', 'guardrail', 'evaluator'),
      chat_model: 'chat',
      llm: 'llm',
      embedding: 'embeddings',
      retriever: 'retrieval',
      reranker: 'rerank',
      workflow: 'chain',
      task: 'chain',
    },
  },
  {
    // OpenLIT calls whatever is done with a vector database by one name.
    rule: '7a',
    if: {
      attributes: {
        'gen_ai.operation.name': /^vectordb$/,
        'db.operation.name': /add|insert|upsert|update|delete|create|drop|modify|count|load/,
      },
    },
    kind: 'span',
  },
  {
    rule: '8',
    read: 'gen_ai.operation.name',
    values: {
      ...same('chat', 'completion', 'embeddings', 'retrieval', 'rerank', 'agent', 'chain', 'tool'),
      generate_content: 'chat',
      generate: 'chat',
      fetch_response: 'chat',
      text_completion: 'completion',
      embedding: 'embeddings',
      vector_db_retrieve: 'retrieval',
      vectordb: 'retrieval',
      execute_tool: 'tool',
      create_agent: 'agent',
      invoke_agent: 'agent',
      invoke_workflow: 'chain',
      agent_step: 'chain',
      plan: 'chain',
      execute_task: 'chain',
      task: 'chain',
      parser: 'chain',
      apply_guardrail: 'guardrail',
      image: 'media',
      audio: 'media',
      speech_to_text: 'media',
      text_to_speech: 'media',
      translate: 'media',
      speech_to_text_translate: 'media',
      video: 'media',
      transcription: 'media',
      speech_generation: 'media',
      moderation: 'guardrail',
      guardrail_check: 'guardrail',
      agent_handoff: 'chain',
      model_request: 'chat',
      mcp_tool_call: 'tool',
      mcp_resource_read: 'retrieval',
      tool_selection: 'chat',
      'tool.execute': 'tool',
      'agent.run': 'agent',
      'workflow.run': 'chain',
    },
    patterns: [
      [/(^memory(_|$)|_memory(_store)?$)/, 'memory'],
      [/^(workflow|model|mcp)\./, 'chain'],
    ],
  },
  {
    rule: '8a',
    read: 'spring.ai.kind',
    values: { chat_client: 'chain', advisor: 'chain', tool_call: 'tool' },
  },
  {
    rule: '8b',
    if: { attributes: { 'spring.ai.kind': /^vector_store$/, 'db.operation.name': /^query$/ } },
    kind: 'retrieval',
  },
  ...['ai.operationId', 'operation.name'].map(
    (read): KindRule => ({
      rule: '9',
      read,
      beforeSpace: true,
      values: {
        'ai.embed.doembed': 'embeddings',
        'ai.embedmany.doembed': 'embeddings',
        'ai.rerank.dorerank': 'rerank',
        'ai.toolcall': 'tool',
        'ai.embed': 'chain',
        'ai.embedmany': 'chain',
        'ai.rerank': 'chain',
      },
      patterns: [
        [/^ai\..+\.do(generate|stream)$/, 'chat'],
        [/^ai\.(generate|stream)(text|object)$/, 'chain'],
      ],
    }),
  ),
  ...['genkit:metadata:subtype', 'genkit:type'].map(
    (read): KindRule => ({
      rule: '10',
      read,
      values: {
        ...same('tool', 'evaluator', 'prompt'),
        model: 'chat',
        'background-model': 'chat',
        embedder: 'embeddings',
        retriever: 'retrieval',
        reranker: 'rerank',
        'tool.v2': 'tool',
        'executable-prompt': 'prompt',
        flow: 'chain',
        util: 'chain',
        action: 'chain',
      },
    }),
  ),
  ...['llm.request.type', 'traceloop.llm.request.type'].map(
    (read): KindRule => ({
      rule: '11',
      read,
      values: { ...same('chat', 'completion', 'rerank'), embedding: 'embeddings' },
    }),
  ),
  {
    rule: '11a',
    if: { scope: 'opentelemetry.instrumentation.llamaindex', name: /Retriever\.task$/ },
    kind: 'retrieval',
  },
  {
    rule: '12',
    read: 'traceloop.span.kind',
    values: {
      ...same('agent', 'tool'),
      workflow: 'chain',
      task: 'chain',
      session: 'chain',
      'guardrail.run': 'guardrail',
      guard: 'guardrail',
    },
  },
  // Laminar calls an embedding an LLM's span too.
  { rule: '12a', if: { prefixes: ['lmnr.'], name: /\.embeddings$/ }, kind: 'embeddings' },
  {
    rule: '13',
    read: 'lmnr.span.type',
    values: {
      llm: 'llm',
      cached: 'llm',
      tool: 'tool',
      evaluator: 'evaluator',
      human_evaluator: 'evaluator',
      evaluation: 'evaluator',
      pipeline: 'chain',
      executor: 'chain',
    },
  },
  {
    rule: '13e',
    read: 'nat.span.kind',
    values: {
      ...same('tool', 'agent', 'guardrail', 'evaluator'),
      llm: 'llm',
      embedder: 'embeddings',
      retriever: 'retrieval',
      reranker: 'rerank',
      workflow: 'chain',
      task: 'chain',
      function: 'chain',
    },
  },
  {
    rule: '13c',
    read: 'agentops.span.kind',
    values: {
      ...same('tool', 'agent', 'guardrail', 'chain'),
      llm: 'llm',
      workflow: 'chain',
      session: 'chain',
      task: 'chain',
      operation: 'chain',
    },
  },
  {
    // Spans of OpenAI's agents have no operation with Logfire, but each kind its own text.
    rule: '13d',
    read: 'logfire.msg_template',
    values: {},
    patterns: [
      [/^(chat completion|responses api)( |$)/, 'chat'],
      [/^function: /, 'tool'],
      [/^agent run: /, 'agent'],
      [/^guardrail /, 'guardrail'],
      [/^(text → speech|speech → text)/, 'media'],
      [/^(turn|task:|handoff:|custom span:|openai agents trace:) ?/, 'chain'],
    ],
  },
  {
    rule: '13a',
    read: 'haystack.component.type',
    values: {},
    patterns: [
      [/chatgenerator$/, 'chat'],
      [/generator$/, 'completion'],
      [/embedder$/, 'embeddings'],
      [/retriever$/, 'retrieval'],
      [/ranker$/, 'rerank'],
      [/agent$/, 'agent'],
      [/./, 'chain'],
    ],
  },
  { rule: '13b', if: { name: /^haystack\.agent\.step\.llm$/ }, kind: 'chat' },
  { rule: '13b', if: { name: /^haystack\.agent\.step\.tool$/ }, kind: 'tool' },
  { rule: '13b', if: { name: /^haystack\.agent\.run$/ }, kind: 'agent' },
  { rule: '13b', if: { name: /^haystack\.(agent\.step|pipeline\.run)$/ }, kind: 'chain' },
  { rule: '14', if: { scope: 'gcp.vertex.agent', name: /^call_llm/ }, kind: 'chat' },
  { rule: '14', if: { scope: 'gcp.vertex.agent', name: /^execute_tool/ }, kind: 'tool' },
  { rule: '14', if: { scope: 'gcp.vertex.agent', name: /^(agent_run|invoke_agent)/ }, kind: 'agent' },
  { rule: '14', if: { scope: 'gcp.vertex.agent', name: /^invocation/ }, kind: 'chain' },
  { rule: '14', if: { scope: 'gcp.vertex.agent', name: /^send_data/ }, kind: 'span' },
  {
    rule: '15',
    read: 'mcp.method.name',
    values: { 'tools/call': 'tool', 'prompts/get': 'prompt', 'resources/read': 'retrieval' },
    patterns: [[/./, 'span']],
  },
  { rule: '16', if: { keys: ['gen_ai.tool.name', 'gen_ai.tool.call.id', 'tool.name'] }, kind: 'tool' },
  {
    rule: '17',
    if: {
      keys: ['gen_ai.retrieval.documents', 'pyflare.retrieval.documents'],
      prefixes: ['retrieval.documents.', 'gen_ai.vectordb.'],
      events: ['db.query.result', 'db.search.result'],
    },
    kind: 'retrieval',
  },
  {
    rule: '17a',
    if: {
      attributes: { 'db.system': /^(chroma(db)?|pinecone|qdrant|milvus|weaviate|lancedb|marqo|vespa)$/ },
      name: /(^|[._ ])(query|search|similarity_search|near_\w+|hybrid|bm25|fetch_objects)($|[._ ])/i,
    },
    kind: 'retrieval',
  },
  {
    rule: '18',
    if: {
      hasLink: true,
      keys: ['gen_ai.evaluation.name'],
      prefixes: [
        'evaluations.',
        'annotations.',
        'trace.evaluations.',
        'trace.annotations.',
        'session.evaluations.',
        'session.annotations.',
      ],
      hasModel: false,
    },
    kind: 'evaluator',
  },
  {
    // pydantic-ai's old agent span carries a model and the sum of its calls' tokens: without this it would be a call.
    rule: '19a',
    if: {
      scope: 'pydantic-ai',
      keys: ['agent_name', 'final_result', 'pydantic_ai.all_messages', 'all_messages_events'],
    },
    kind: 'agent',
  },
  { rule: '19b', if: { scope: 'pydantic-ai', name: /^agent run$/ }, kind: 'agent' },
  { rule: '19', if: { keys: ['gen_ai.agent.id', 'gen_ai.agent.name', 'agent.name'], hasModel: false }, kind: 'agent' },
  { rule: '20', if: { prefixes: ['gen_ai.latency.'] }, kind: 'chat' },
  { rule: '20', if: { hasModel: true, hasUsageOrMessages: true }, kind: 'llm' },
  // OpenLIT leaves a failed call without attributes: its name is all there is.
  { rule: '21', if: { scopeStart: 'openlit.', name: /^chat \S+$/ }, kind: 'chat' },
  { rule: '21', if: { scopeStart: 'openlit.', name: /^text_completion \S+$/ }, kind: 'completion' },
  { rule: '21', if: { scopeStart: 'openlit.', name: /^embeddings \S+$/ }, kind: 'embeddings' },
]

/** What makes a model call a completion rather than a chat. */
export const COMPLETION_SIGNS = {
  prefixes: ['llm.prompts.', 'llm.choices.'],
  values: { 'llm.request.type': ['completion'], 'gen_ai.operation.name': ['text_completion', 'completion'] },
  /** LiteLLM calls every call a completion; where it uses OpenInference's words, these tell. */
  unless: 'openinference.span.kind',
} as const

/** What the span is an inference of, by its kind; kinds that are not here are no inference. */
export const INFERENCE_TYPES: Partial<Record<OperationKind, string>> = {
  chat: 'llm',
  completion: 'llm',
  embeddings: 'embedding',
  rerank: 'custom',
  media: 'custom',
}
export const INFERENCE_TYPE_NAMES: readonly string[] = [
  'llm',
  'embedding',
  'classification',
  'regression',
  'object_detection',
  'custom',
]

/** Spans of these kinds repeat what their children used, unless they are a client's call to a remote agent. */
export const AGGREGATE_KINDS: readonly OperationKind[] = ['agent', 'chain', 'evaluator', 'guardrail', 'prompt', 'span']
export const NEVER_AGGREGATE: SpanKind = 'client'
