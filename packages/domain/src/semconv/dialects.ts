import { firstPart } from './present-sources.ts'
import type { SpanReader } from './span-reader.ts'

interface DialectRule {
  dialect: string
  /** Any attribute whose name starts so. */
  prefixes?: readonly string[]
  /** Any of these attributes. */
  keys?: readonly string[]
  /** The scope's name starts so. */
  scopes?: readonly string[]
  /** The scope's name is one of these. */
  scopeNames?: readonly string[]
  scopeContains?: string
}

/** OpenLLMetry names its scopes like OpenTelemetry's own instrumentations do, so they are told apart one by one. */
const TRACELOOP_SCOPES = ['anthropic', 'bedrock', 'cohere', 'crewai.instrumentation', 'langchain', 'llamaindex']
  .concat(['openai.v0', 'openai.v1', 'openai_agents', 'mistralai', 'ollama', 'vertexai', 'watsonx'])
  .map((name) => `opentelemetry.instrumentation.${name}`)

/** How a span shows which libraries' words it uses. All that match are told. */
export const DIALECTS: readonly DialectRule[] = [
  { dialect: 'pyflare', prefixes: ['pyflare.'] },
  { dialect: 'oi', keys: ['openinference.span.kind'], scopeContains: 'openinference' },
  { dialect: 'langfuse', prefixes: ['langfuse.'] },
  { dialect: 'langsmith', prefixes: ['langsmith.'] },
  { dialect: 'mlflow', prefixes: ['mlflow.'] },
  { dialect: 'aisdk_legacy', keys: ['ai.operationId'], scopeNames: ['ai'] },
  { dialect: 'aisdk7', scopeNames: ['gen_ai'] },
  {
    dialect: 'traceloop',
    prefixes: ['traceloop.'],
    keys: ['llm.request.type'],
    scopes: ['@traceloop/', 'traceloop.'],
    scopeNames: TRACELOOP_SCOPES,
  },
  { dialect: 'otel_genai', prefixes: ['gen_ai.'] },
  { dialect: 'adk', scopeNames: ['gcp.vertex.agent'] },
  { dialect: 'genkit', scopeNames: ['genkit-tracer'] },
  { dialect: 'logfire', prefixes: ['logfire.'] },
  { dialect: 'pydantic_ai', scopeNames: ['pydantic-ai'] },
  { dialect: 'haystack', prefixes: ['haystack.'] },
  { dialect: 'openlit', scopes: ['openlit.'] },
  { dialect: 'lmnr', prefixes: ['lmnr.'] },
  { dialect: 'agentops', prefixes: ['agentops.'] },
  { dialect: 'langtrace', prefixes: ['langtrace.'] },
  { dialect: 'spring_ai', prefixes: ['spring.ai.'] },
  { dialect: 'mastra', prefixes: ['mastra.'] },
  { dialect: 'anthropic_native', scopes: ['com.anthropic.sdk'] },
  { dialect: 'vllm', scopeNames: ['vllm'], prefixes: ['gen_ai.latency.'] },
]

export function dialectsOf(reader: SpanReader): Set<string> {
  const scope = reader.span.scope.name
  const found = DIALECTS.filter((rule) => rule.keys?.some((key) => reader.has(key)) || matchesScope(rule, scope))
  const dialects = new Set(found.map(({ dialect }) => dialect))
  for (const key of reader.span.attributes.keys()) {
    const lines = PREFIXES.get(firstPart(key))
    if (lines !== undefined) for (const [prefix, dialect] of lines) if (key.startsWith(prefix)) dialects.add(dialect)
  }
  return dialects
}

/** By the part of a prefix before its first dot. */
const PREFIXES: ReadonlyMap<string, readonly (readonly [prefix: string, dialect: string])[]> = prefixesByPart()

function prefixesByPart(): Map<string, (readonly [string, string])[]> {
  const byPart = new Map<string, (readonly [string, string])[]>()
  for (const { dialect, prefixes = [] } of DIALECTS) {
    for (const prefix of prefixes) {
      const part = firstPart(prefix)
      byPart.set(part, [...(byPart.get(part) ?? []), [prefix, dialect]])
    }
  }
  return byPart
}

function matchesScope(rule: DialectRule, scope: string): boolean {
  if (scope === '') return false
  return (
    rule.scopeNames?.includes(scope) === true ||
    rule.scopes?.some((start) => scope.startsWith(start)) === true ||
    (rule.scopeContains !== undefined && scope.includes(rule.scopeContains))
  )
}
