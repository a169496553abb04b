import type { Candidate } from '../column-rule.ts'
import { parseSource } from '../source.ts'
import { INPUT_MESSAGES, OUTPUT_MESSAGES } from './content.ts'
import { MODEL_CANDIDATES } from './model.ts'
import { USAGE_RULES } from './usage.ts'

interface Keys {
  exact: readonly string[]
  prefixes: readonly string[]
}

/** Keys that name a model, count tokens, or carry messages. Structures are not opened for this. */
export const MODEL_KEYS = keysIn(MODEL_CANDIDATES)
export const USAGE_KEYS = keysIn(USAGE_RULES.flatMap(({ from }) => from))
export const MESSAGE_KEYS = keysIn([...INPUT_MESSAGES, ...OUTPUT_MESSAGES])

function keysIn(candidates: readonly Candidate[]): Keys {
  const plain = candidates.filter((candidate) => typeof candidate === 'string')
  const sources = plain.map((candidate) => parseSource(candidate)).filter(({ from }) => from === 'span')
  return {
    exact: sources.filter(({ shape, path }) => shape === 'value' && path.length === 0).map(({ key }) => key),
    prefixes: sources.filter(({ shape }) => shape === 'indexed').map(({ key }) => `${key}.`),
  }
}
