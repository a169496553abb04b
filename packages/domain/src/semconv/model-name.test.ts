import { describe, expect, it } from 'vitest'
import { modelLookupName, splitModelName } from './model-name.ts'

describe('a model name', () => {
  it.each([
    ['gpt-4o-2024-08-06', 'gpt-4o', '2024-08-06'],
    ['gpt-4o', 'gpt-4o', ''],
    ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5', '20250929'],
    ['gpt-4-0613', 'gpt-4', '0613'],
    ['models/gemini-2.5-flash', 'gemini-2.5-flash', ''],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic.claude-sonnet-4-5', '20250929-v1:0'],
    ['text-bison@002', 'text-bison', '002'],
    ['claude-3-5-sonnet@20240620', 'claude-3-5-sonnet', '20240620'],
    ['gemini-1.5-pro@latest', 'gemini-1.5-pro', 'latest'],
    ['llama3.1:70', 'llama3.1', '70'],
    ['GPT-4o', 'GPT-4o', ''],
    ['text-embedding-3-small', 'text-embedding-3-small', ''],
    ['', '', ''],
    ['20240101', '20240101', ''],
  ])('%s is %s, version %s', (name, id, version) => {
    expect(splitModelName(name)).toEqual({ id, version })
  })

  it.each([
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['bedrock/us.anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku'],
    ['openai/gpt-4o-mini', 'gpt-4o-mini'],
    ['openrouter/anthropic/claude-sonnet-4', 'claude-sonnet-4'],
    ['GPT-4o-2024-08-06', 'gpt-4o'],
    ['amazon.nova-pro-v1:0', 'nova-pro'],
    ['my-org/my-model', 'my-org/my-model'],
  ])('%s is looked up as %s', (name, lookup) => {
    expect(modelLookupName(name)).toBe(lookup)
  })

  it('of any length is split in bounded time', () => {
    expect(splitModelName('-2024'.repeat(100_000)).id.length).toBeLessThanOrEqual(512)
  })
})
