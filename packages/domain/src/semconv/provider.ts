import { withoutPrefixes } from './model-name.ts'
import { FRAMEWORKS, PROVIDER_ALIASES, PROVIDER_BY_HOST, PROVIDER_BY_MODEL } from './tables/providers.ts'

const BY_ALIAS: ReadonlyMap<string, string> = new Map(
  Object.entries(PROVIDER_ALIASES).flatMap(([name, aliases]) =>
    [name, ...aliases].map((alias) => [alias, name] as const),
  ),
)
const LONGEST_FIRST = [...BY_ALIAS.keys()].sort((left, right) => right.length - left.length)

/** What AI SDK writes behind a provider: which of its APIs it is. */
const SDK_SUFFIX = /\.(chat|responses|completions?|messages|(text-?)?embeddings?|image|reranking|speech|transcription)$/

/** The one name of a provider; '' for what is none (a framework). Unknown providers keep their name, in lower case. */
export function providerName(name: string): string {
  const lower = name.trim().toLowerCase()
  const known = BY_ALIAS.get(lower)
  if (known !== undefined) return known
  if (FRAMEWORKS.some((framework) => (typeof framework === 'string' ? framework === lower : framework.test(lower))))
    return ''
  // AI SDK: `openai.chat`, `google.generative-ai`.
  const prefix = LONGEST_FIRST.find((alias) => lower.startsWith(`${alias}.`))
  if (prefix !== undefined) return BY_ALIAS.get(prefix) ?? prefix
  return lower.replace(SDK_SUFFIX, '')
}

/** The provider by where the call went, then by the model's name; '' when neither tells. */
export function inferProvider(serverAddress: string, model: string): string {
  const host = serverAddress.toLowerCase()
  const byHost = PROVIDER_BY_HOST.find(([pattern]) => pattern.test(host))?.[1]
  if (byHost !== undefined) return byHost
  const { name, provider } = withoutPrefixes(model)
  return provider || (providerOfModel(name) ?? '')
}

export function providerOfModel(name: string): string | undefined {
  const lower = name.toLowerCase()
  return PROVIDER_BY_MODEL.find(([pattern]) => pattern.test(lower))?.[1]
}
