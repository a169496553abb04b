import { describe, expect, it } from 'vitest'
import { normalizeSpan } from './normalize-span.ts'
import { rawSpan } from './raw-span.fixture.ts'

describe('operation kind', () => {
  it.each<[told: Record<string, string | number>, kind: string, why: string]>([
    [{ 'pyflare.kind': 'retrieval', 'openinference.span.kind': 'LLM' }, 'retrieval', 'our own word wins'],
    [{ 'pyflare.inference.type': 'classification' }, 'predict', 'classic models predict'],
    [{ 'pyflare.inference.type': 'embedding' }, 'embeddings', ''],
    [
      { 'pyflare.inference.type': 'llm', 'gen_ai.operation.name': 'embeddings' },
      'embeddings',
      'unless GenAI keys tell',
    ],
    [{ 'logfire.span_type': 'pending_span', 'gen_ai.operation.name': 'chat' }, 'span', 'a placeholder counts nothing'],
    [{ 'langfuse.observation.type': 'retriever' }, 'retrieval', ''],
    [{ 'langfuse.observation.type': 'generation', 'openinference.span.kind': 'EMBEDDING' }, 'embeddings', ''],
    [{ 'langfuse.observation.type': 'span', 'gen_ai.operation.name': 'chat' }, 'chat', 'a mere span goes on'],
    [{ 'openinference.span.kind': 'LLM' }, 'chat', ''],
    [{ 'openinference.span.kind': 'llm', 'llm.prompts.0.prompt.text': 'Once' }, 'completion', ''],
    [{ 'openinference.span.kind': 'RERANKER' }, 'rerank', ''],
    [{ 'openinference.span.kind': 'UNKNOWN', 'tool.name': 'search' }, 'tool', 'unknown goes on'],
    [{ 'langsmith.span.kind': 'retriever', 'gen_ai.operation.name': 'embeddings' }, 'retrieval', ''],
    [{ 'langsmith.span.kind': 'parser' }, 'chain', ''],
    [{ 'mlflow.spanType': '"CHAT_MODEL"' }, 'chat', 'JSON quotes come off'],
    [{ 'gen_ai.operation.name': 'generate_content' }, 'chat', ''],
    [{ 'gen_ai.operation.name': 'text_completion' }, 'completion', ''],
    [{ 'gen_ai.operation.name': 'execute_tool' }, 'tool', ''],
    [{ 'gen_ai.operation.name': 'invoke_workflow' }, 'chain', ''],
    [{ 'gen_ai.operation.name': 'upsert_memory' }, 'memory', ''],
    [{ 'gen_ai.operation.name': 'delete_memory_store' }, 'memory', ''],
    [{ 'gen_ai.operation.name': 'something_new', 'traceloop.span.kind': 'agent' }, 'agent', 'other words go on'],
    [{ 'ai.operationId': 'ai.streamText.doStream' }, 'chat', ''],
    [{ 'ai.operationId': 'ai.streamText' }, 'chain', ''],
    [{ 'operation.name': 'ai.embedMany.doEmbed rag' }, 'embeddings', ''],
    [{ 'genkit:metadata:subtype': 'embedder', 'genkit:type': 'action' }, 'embeddings', ''],
    [{ 'llm.request.type': 'rerank' }, 'rerank', ''],
    [{ 'traceloop.span.kind': 'workflow' }, 'chain', ''],
    [{ 'lmnr.span.type': 'HUMAN_EVALUATOR' }, 'evaluator', ''],
    [{ 'mcp.method.name': 'tools/call' }, 'tool', ''],
    [{ 'mcp.method.name': 'initialize' }, 'span', ''],
    [{ 'gen_ai.tool.call.id': 'call_1' }, 'tool', ''],
    [{ 'retrieval.documents.0.document.content': 'x' }, 'retrieval', ''],
    [{ 'gen_ai.agent.name': 'triage' }, 'agent', ''],
    [{ 'gen_ai.request.model': 'm', 'gen_ai.usage.input_tokens': 1 }, 'chat', 'a model with tokens'],
    [{ 'gen_ai.request.model': 'm', 'llm.input_messages.0.message.content': 'Hi' }, 'chat', 'a model with messages'],
    [{ 'gen_ai.request.model': 'm' }, 'span', 'a model alone is no call'],
    [{ 'gen_ai.latency.e2e': 1.5 }, 'chat', ''],
    [{ 'http.request.method': 'GET', 'url.full': 'https://example.org' }, 'span', ''],
    [{ 'db.system.name': 'postgresql', 'db.query.text': 'select 1' }, 'span', ''],
  ])('of %o is %s %s', (told, kind) => {
    expect(normalizeSpan(rawSpan(told)).operationKind).toBe(kind)
  })

  it.each([
    ['gcp.vertex.agent', 'call_llm', 'chat'],
    ['gcp.vertex.agent', 'execute_tool get_weather', 'tool'],
    ['gcp.vertex.agent', 'agent_run [poet]', 'agent'],
    ['gcp.vertex.agent', 'invocation', 'chain'],
    ['some.other.scope', 'call_llm', 'span'],
    ['pydantic-ai', 'agent run', 'agent'],
  ])('in scope %s, of a span named %s, is %s', (scope, name, kind) => {
    expect(normalizeSpan(rawSpan({}, { scope, name })).operationKind).toBe(kind)
  })

  it('is an agent for the old agent span of pydantic-ai, though it sums tokens of its calls', () => {
    const told = { model_name: 'gpt-4o', agent_name: 'geo', 'gen_ai.usage.input_tokens': 2000 }
    const found = normalizeSpan(rawSpan(told, { scope: 'pydantic-ai' }))
    expect(found).toMatchObject({ operationKind: 'agent', isAggregate: true })
  })

  it('knows an event of a vector database', () => {
    const events = [{ name: 'db.query.result', attributes: { 'db.query.result.id': 'doc-1' } }]
    expect(normalizeSpan(rawSpan({}, { events })).operationKind).toBe('retrieval')
  })
})

describe('inference type', () => {
  it.each([
    [{ 'gen_ai.operation.name': 'chat' }, 'llm'],
    [{ 'gen_ai.operation.name': 'embeddings' }, 'embedding'],
    [{ 'openinference.span.kind': 'RERANKER' }, 'custom'],
    [{ 'pyflare.kind': 'predict', 'pyflare.task': 'regression' }, 'regression'],
    [{ 'pyflare.kind': 'predict', 'pyflare.task': 'alchemy' }, 'custom'],
    [{ 'pyflare.inference.type': 'object_detection' }, 'object_detection'],
    [{ 'gen_ai.operation.name': 'execute_tool' }, ''],
  ])('of %o is %s', (told, type) => {
    expect(normalizeSpan(rawSpan(told)).inferenceType).toBe(type)
  })
})

describe('a span repeats what its children used', () => {
  it.each([
    [{ 'gen_ai.operation.name': 'invoke_agent' }, 'internal', true],
    [{ 'gen_ai.operation.name': 'invoke_agent' }, 'client', false],
    [{ 'gen_ai.operation.name': 'chat' }, 'internal', false],
    [{ 'gen_ai.operation.name': 'fetch_response' }, 'client', true],
    [{ 'ai.operationId': 'ai.generateText' }, 'internal', true],
    [{ 'ai.operationId': 'ai.generateText.doGenerate' }, 'internal', false],
    [{ 'gen_ai.operation.name': 'execute_tool' }, 'internal', false],
    [{ 'http.request.method': 'GET' }, 'server', true],
  ] as const)('of %o and kind %s: %s', (told, kind, aggregate) => {
    expect(normalizeSpan(rawSpan(told, { kind })).isAggregate).toBe(aggregate)
  })

  it('when it merges the tools of one turn (ADK)', () => {
    const span = rawSpan({}, { scope: 'gcp.vertex.agent', name: 'execute_tool (merged)' })
    expect(normalizeSpan(span)).toMatchObject({ operationKind: 'tool', isAggregate: true })
  })
})
