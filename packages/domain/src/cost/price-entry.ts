import { findProvider } from '@pydantic/genai-prices'

export interface PricedModel {
  provider: string
  modelId: string
  modelVersion: string
  responseModel: string
}

export interface PriceQuery {
  /** Id of a provider in the price list. */
  provider: string
  /** Names to look up there, best first. */
  models: readonly string[]
  /** The list price of the model's maker stands in for a provider that the list does not know. */
  assumed: boolean
}

/** OpenTelemetry's names of providers and those of the price list, where the two differ. */
const PROVIDER_IDS: ReadonlyMap<string, string> = new Map([
  ['aws.bedrock', 'aws'],
  ['azure.ai.openai', 'azure'],
  ['azure.ai.inference', 'azure'],
  ['gcp.gemini', 'google'],
  ['gcp.gen_ai', 'google'],
  ['gcp.vertex_ai', 'google'],
  ['mistral_ai', 'mistral'],
  ['moonshot_ai', 'moonshotai'],
  ['together_ai', 'together'],
  ['x_ai', 'x-ai'],
])

/** Makers whose models nobody else may serve for free: a gateway of another name passes their price on. */
const CLOSED_MAKERS: ReadonlySet<string> = new Set(['openai', 'anthropic', 'google'])
const OPEN_WEIGHTS = /gpt-oss|gemma/i

/**
 * Where to look a call up in the price list; undefined where no price could be right. A model with open weights that an
 * unknown provider serves has none: whoever runs it on hardware of their own pays nothing per token.
 */
export function priceQuery(call: PricedModel): PriceQuery | undefined {
  const models = modelNames(call)
  const wanted = PROVIDER_IDS.get(call.provider) ?? call.provider
  if (wanted !== '' && findProvider({ providerId: wanted })?.id === wanted) {
    return { provider: wanted, models, assumed: false }
  }
  for (const model of models) {
    const maker = findProvider({ modelId: model })
    if (maker === undefined) continue
    if (call.provider === '') return { provider: maker.id, models, assumed: false }
    if (CLOSED_MAKERS.has(maker.id) && !OPEN_WEIGHTS.test(model)) return { provider: maker.id, models, assumed: true }
  }
  return undefined
}

/** The answer's own model first, for its date may have another price; each also without the prefix of a gateway. */
function modelNames({ responseModel, modelId, modelVersion }: PricedModel): string[] {
  const dated = modelId !== '' && modelVersion !== '' ? `${modelId}-${modelVersion}` : ''
  const names = [responseModel, dated, modelId].flatMap((name) => [name, name.slice(name.lastIndexOf('/') + 1)])
  return [...new Set(names.filter((name) => name !== ''))]
}
