import { calcPrice, type PriceCalculationResult, type Provider, type Usage } from '@pydantic/genai-prices'

/** By provider and model, the provider with that model alone; null where the list does not know it. */
const ENTRIES = new Map<string, Provider | null>()
const MAX_ENTRIES = 1_000

/**
 * `calcPrice`, which looks through all models of a provider each time: half of what it costs. What was found before is
 * given to it as the only one.
 */
export function priceModel(usage: Usage, model: string, provider: string, timestamp: Date): PriceCalculationResult {
  const key = `${provider} ${model}`
  const known = ENTRIES.get(key)
  if (known === null) return null
  if (known !== undefined) return calcPrice(usage, model, { provider: known, timestamp })
  const price = calcPrice(usage, model, { providerId: provider, timestamp })
  if (ENTRIES.size >= MAX_ENTRIES) ENTRIES.clear()
  ENTRIES.set(key, price === null ? null : { ...price.provider, models: [price.model] })
  return price
}
