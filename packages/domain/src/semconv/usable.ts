import type { Json } from './json.ts'

/** What libraries write where they have nothing to say: ADK's placeholders, Python's `None`. */
const PLACEHOLDERS = new Set(['', '{}', '[]', 'N/A', 'None', 'null', '""', '<not specified>', '<not serializable>'])
/** What a redacting client puts in the place of content (OpenInference). */
export const REDACTED = '__REDACTED__'

/** Whether a value says anything. Zero and false do. */
export function isUsable(value: Json | undefined): value is Exclude<Json, null> {
  if (value === undefined || value === null) return false
  if (typeof value === 'string') return !PLACEHOLDERS.has(value) && value !== REDACTED
  return isFilled(value)
}

/** The same for content, where `None` or `N/A` may be what a model really said. */
export function isUsableContent(value: Json | undefined): value is Exclude<Json, null> {
  if (value === undefined || value === null || value === '' || value === REDACTED) return false
  return value !== '{}' && value !== '[]' && isFilled(value)
}

function isFilled(value: Exclude<Json, null>): boolean {
  if (typeof value !== 'object') return true
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0
}
