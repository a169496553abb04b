import { calcPrice } from '@pydantic/genai-prices'
import { expect, test } from 'vitest'
import { priceModel } from './price-model.ts'

const USAGE = { input_tokens: 250_000, cache_read_tokens: 1000, output_tokens: 70 }

test.each([
  ['openai', 'gpt-4o-mini-2024-07-18'],
  ['openai', 'o3'],
  ['azure', 'gpt-4o'],
  ['anthropic', 'claude-sonnet-4-5-20250929'],
  ['google', 'gemini-2.5-pro'],
  ['deepseek', 'deepseek-chat'],
  ['openai', 'unheard-of'],
])('what was found once of %s %s prices as the list does, at any time', (providerId, model) => {
  for (const day of ['2024-06-01T01:00:00Z', '2025-03-01T17:00:00Z', '2026-03-01T12:00:00Z']) {
    const timestamp = new Date(day)
    const expected = calcPrice(USAGE, model, { providerId, timestamp })
    for (let time = 0; time < 2; time++) {
      const price = priceModel(USAGE, model, providerId, timestamp)
      expect(price?.total_price).toBe(expected?.total_price)
      expect([price?.provider.id, price?.model.id]).toEqual([expected?.provider.id, expected?.model.id])
      expect(price?.model_price).toEqual(expected?.model_price)
    }
  }
})
