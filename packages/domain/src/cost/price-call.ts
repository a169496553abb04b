import type { ModelPrice, PriceCalculation, Usage } from '@pydantic/genai-prices'
import { type PricedModel, priceQuery } from './price-entry.ts'
import { priceModel } from './price-model.ts'
import { roundNanos } from './round-nanos.ts'

/** Tokens of one call. `input` includes cached and audio tokens, `output` includes reasoning and audio tokens. */
export interface CallUsage {
  inputTokens: number | undefined
  outputTokens: number | undefined
  cacheReadTokens: number | undefined
  /** All tokens written to a cache, those kept for an hour among them. */
  cacheWriteTokens: number | undefined
  cacheWrite1hTokens: number | undefined
  reasoningTokens: number | undefined
  audioInputTokens: number | undefined
  audioOutputTokens: number | undefined
}

export interface CallContext extends PricedModel {
  /** '' and `default` are the tier of the price list. */
  serviceTier: string
  /** When the call began: prices have dates, and some an hour of the day. */
  at: Date
}

export interface CallPrice {
  inputNanos: bigint
  outputNanos: bigint
  /** Input, output, and what is paid per request. */
  totalNanos: bigint
  /** The price list and its entry. */
  priceVersion: string
  /** `partial` where the list has no price for a part of the usage, or the usage lacks a part. */
  provenance: 'exact' | 'partial'
}

/** The bundled price list does not say its own version; a test compares this with the installed package. */
export const PRICE_LIST = 'genai-prices@0.1.8'

const LIST_TIERS: ReadonlySet<string> = new Set(['', 'auto', 'default', 'standard', 'on_demand', 'on-demand'])

/**
 * What a call costs by the bundled price list, in nano-dollars. Undefined where the list does not know the model or the
 * call has no usage: unknown is never zero. Each side is rounded once, half to even, and the total is their sum.
 */
export function priceCall(usage: CallUsage, context: CallContext): CallPrice | undefined {
  const counts = countTokens(usage)
  const query = counts && priceQuery(context)
  if (counts === undefined || query === undefined) return undefined
  for (const model of query.models) {
    const price = priceModel(counts, model, query.provider, context.at)
    if (price === null || !pricesTokens(price.model_price)) continue
    const inputNanos = roundNanos(price.input_price)
    const outputNanos = roundNanos(price.output_price)
    const otherNanos = roundNanos(price.total_price - price.input_price - price.output_price)
    const exact = !query.assumed && LIST_TIERS.has(context.serviceTier) && coversUsage(price.model_price, usage)
    return {
      inputNanos,
      outputNanos,
      totalNanos: inputNanos + outputNanos + otherNanos,
      priceVersion: describeEntry(price),
      provenance: exact ? 'exact' : 'partial',
    }
  }
  return undefined
}

/** The list's own names of the counts. It throws where a part is larger than its whole, so parts are bounded. */
function countTokens(usage: CallUsage): Usage | undefined {
  if (!isCount(usage.inputTokens) && !isCount(usage.outputTokens)) return undefined
  const input = count(usage.inputTokens)
  const output = count(usage.outputTokens)
  const cacheRead = Math.min(count(usage.cacheReadTokens), input)
  const cacheWrite = Math.min(
    Math.max(count(usage.cacheWriteTokens), count(usage.cacheWrite1hTokens)),
    input - cacheRead,
  )
  const audioOutput = Math.min(count(usage.audioOutputTokens), output)
  return {
    input_tokens: input,
    cache_read_tokens: cacheRead,
    cache_write_tokens: cacheWrite,
    cache_write_1h_tokens: Math.min(count(usage.cacheWrite1hTokens), cacheWrite),
    input_audio_tokens: Math.min(count(usage.audioInputTokens), input - cacheRead - cacheWrite),
    // No client says how much of the cached part was audio.
    cache_audio_read_tokens: 0,
    output_tokens: output,
    output_audio_tokens: audioOutput,
    output_reasoning_tokens: Math.min(count(usage.reasoningTokens), output - audioOutput),
    output_audio_reasoning_tokens: 0,
  }
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0
}

function count(value: number | undefined): number {
  return isCount(value) ? value : 0
}

/** Speech, images and pages have prices that tokens say nothing about: their zero would be a lie. */
function pricesTokens(price: ModelPrice): boolean {
  return price.input_mtok !== undefined || price.output_mtok !== undefined
}

function coversUsage(price: ModelPrice, usage: CallUsage): boolean {
  if (!isCount(usage.inputTokens) || (!isCount(usage.outputTokens) && price.output_mtok !== undefined)) return false
  const parts: [number | undefined, string][] = [
    [usage.inputTokens, 'input_mtok'],
    [usage.outputTokens, 'output_mtok'],
    // Without a price of its own a cached token is charged in full, which is more than it costs.
    [usage.cacheReadTokens, 'cache_read_mtok'],
    [usage.cacheWriteTokens, 'cache_write_mtok'],
    [usage.cacheWrite1hTokens, 'cache_write_1h_mtok'],
    [usage.audioInputTokens, 'input_audio_mtok'],
    [usage.audioOutputTokens, 'output_audio_mtok'],
  ]
  if (parts.some(([tokens, key]) => count(tokens) > 0 && price[key] === undefined)) return false
  // How many of the output tokens were an image, and how many of the cached ones sound, is not known here.
  if (price.output_image_mtok !== undefined) return false
  return count(usage.audioInputTokens) === 0 || count(usage.cacheReadTokens) === 0
}

function describeEntry({ provider, model, model_price }: PriceCalculation): string {
  const entry = `${PRICE_LIST} ${provider.id}/${model.id}`
  const dated = Array.isArray(model.prices) ? model.prices.find(({ prices }) => prices === model_price) : undefined
  if (dated?.constraint === undefined) return entry
  if ('start_date' in dated.constraint) return `${entry} from ${dated.constraint.start_date}`
  return `${entry} ${dated.constraint.start_time} to ${dated.constraint.end_time}`
}
