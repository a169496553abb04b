import { BEDROCK_PREFIX, MODEL_PREFIXES } from './tables/providers.ts'

export interface ModelName {
  /** The name without its date or revision, in the client's own case. */
  id: string
  /** Dates and revisions that stood behind the name, '' when none did. */
  version: string
}

/** Dates and revisions at a name's end. A name loses them one by one, until none is left. */
const SUFFIXES: readonly RegExp[] = [
  /[-@](\d{4}-\d{2}-\d{2}|\d{8}|\d{4})$/,
  /-(v\d+(?::\d+)?)$/,
  /:(\d+(?:\.\d+)*)$/,
  /@(latest|default|\d+)$/,
]
/** No model's name is longer; the rest of the text is something else. */
const MAX_LENGTH = 512

/** Splits `gpt-4o-2024-08-06` into `gpt-4o` and `2024-08-06` (docs/semantic-conventions.md, model_id). */
export function splitModelName(name: string): ModelName {
  let id = name.slice(0, MAX_LENGTH).trim()
  if (id.startsWith('models/')) id = id.slice('models/'.length)
  const versions: string[] = []
  for (let match = suffixOf(id); match !== undefined; match = suffixOf(id)) {
    versions.unshift(match.version)
    id = match.rest
  }
  return { id, version: versions.join('-') }
}

/**
 * A model's name as catalogues and price lists have it: lower case, without version, without the prefixes that gateways and
 * Bedrock put before it.
 */
export function modelLookupName(name: string): string {
  return splitModelName(withoutPrefixes(name.toLowerCase()).name).id
}

/** A name without prefixes, and the provider that the last of them names ('' when none does). */
export function withoutPrefixes(name: string): { name: string; provider: string } {
  let rest = name
  let provider = ''
  for (;;) {
    const slash = rest.indexOf('/') + 1
    const prefix = rest.slice(0, slash).toLowerCase()
    if (slash === 0 || !Object.hasOwn(MODEL_PREFIXES, prefix)) break
    provider ||= MODEL_PREFIXES[prefix] ?? ''
    rest = rest.slice(slash)
  }
  const bedrock = BEDROCK_PREFIX.exec(rest.toLowerCase())
  if (bedrock === null) return { name: rest, provider }
  return { name: rest.slice(bedrock[0].length), provider: provider || 'aws.bedrock' }
}

function suffixOf(id: string): { rest: string; version: string } | undefined {
  for (const pattern of SUFFIXES) {
    const match = pattern.exec(id)
    if (match?.[1] !== undefined && match.index > 0) return { rest: id.slice(0, match.index), version: match[1] }
  }
  return undefined
}
