import type { Prose } from './prose.ts'
import type { Random } from './random.ts'
import type { Traffic } from './traffic.ts'

/** What one project's application is made of. */
export interface Cast {
  projectId: string
  services: readonly string[]
  agents: readonly string[]
  tools: readonly string[]
  systemPrompts: readonly string[]
  /** As JSON; '' where calls bring none along. */
  toolDefinitions: string
  resources: readonly Readonly<Record<string, string>>[]
}

export interface Model {
  name: string
  version: string
  provider: string
  /** Nano-dollars per token. */
  inputPrice: bigint
  outputPrice: bigint
}

export const MODELS: readonly Model[] = [
  model('gpt-4o-mini', 'openai', 150n, 600n),
  model('gpt-4o', 'openai', 2_500n, 10_000n),
  model('claude-sonnet-4', 'anthropic', 3_000n, 15_000n),
  model('claude-haiku-4', 'anthropic', 800n, 4_000n),
  model('gemini-2.5-flash', 'gcp.gemini', 300n, 2_500n),
  model('mistral-large', 'mistral_ai', 2_000n, 6_000n),
]

export const EMBEDDING_MODEL = model('text-embedding-3-small', 'openai', 20n, 0n)

export const ENVIRONMENTS = ['production', 'production', 'production', 'staging'] as const
export const RELEASES = ['2.40.3', '2.41.0', '2.41.1'] as const
export const TAGS = ['beta', 'vip', 'mobile', 'web', 'batch', 'canary'] as const
export const FEATURES = ['support', 'search', 'summary', 'triage'] as const
export const USERS = 4_000

const TOOLS = ['lookup_order', 'refund_payment', 'search_docs', 'create_ticket', 'get_weather', 'run_sql']

export function projectName(number: number): string {
  return `project-${number}`
}

export function makeCast(number: number, random: Random, prose: Prose, traffic: Traffic): Cast {
  const services = ['gateway', 'assistant', 'retriever', 'classifier', 'indexer'].map((name) => `${name}-${number}`)
  return {
    projectId: projectName(number),
    services,
    agents: ['support-agent', 'billing-agent', 'planner'],
    tools: TOOLS,
    systemPrompts: Array.from({ length: 6 }, () => prose.text(random.integer(...traffic.promptChars))),
    toolDefinitions:
      traffic.toolChars === 0 ? '' : JSON.stringify(TOOLS.map((name) => definition(name, prose, traffic))),
    resources: services.map((service) => ({
      'service.name': service,
      'service.version': random.pick(RELEASES),
      'service.instance.id': Buffer.from(random.bytes(16)).toString('hex'),
      'deployment.environment.name': 'production',
      'host.name': `ip-10-0-${number}-${random.integer(1, 200)}`,
      'telemetry.sdk.language': 'python',
      'telemetry.sdk.name': 'opentelemetry',
      'telemetry.sdk.version': '1.38.0',
      'cloud.region': 'eu-central-1',
    })),
  }
}

function definition(name: string, prose: Prose, { toolChars }: Traffic) {
  const properties = { query: { type: 'string', description: prose.text(toolChars / 4) }, id: { type: 'integer' } }
  return {
    type: 'function',
    name,
    description: prose.text(toolChars),
    parameters: { type: 'object', properties, required: ['query'] },
  }
}

function model(name: string, provider: string, inputPrice: bigint, outputPrice: bigint): Model {
  return { name, version: `${name}-2026-05-01`, provider, inputPrice, outputPrice }
}
