import { fairLength, limitValue } from '@pyflare/domain'
import { MAX_ITEM_LENGTH } from '../limit/attribute-limiter.ts'

/**
 * A record whose texts have at most `maxValueLength` characters each, and `MAX_ITEM_LENGTH` together: those in columns, in lists and in
 * maps alike, the longest cut first and all to one length. The same record where none is too long.
 */
export function cutRecord<Row extends object>(record: Row, maxValueLength: number): Row {
  const lengths = Object.values(record)
    .flatMap(textsIn)
    .map((text) => text.length)
  const room = Math.min(maxValueLength, fairLength(lengths, MAX_ITEM_LENGTH))
  if (lengths.every((length) => length <= room)) return record
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, cutValue(value, room)])) as Row
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string')
  return isMap(value) ? Object.values(value) : []
}

function cutValue(value: unknown, room: number): unknown {
  if (typeof value === 'string') return limitValue(value, room)
  if (Array.isArray(value)) return value.map((entry) => (typeof entry === 'string' ? limitValue(entry, room) : entry))
  if (!isMap(value)) return value
  const cut: Record<string, string> = Object.create(null)
  for (const [key, text] of Object.entries(value)) cut[key] = limitValue(text, room)
  return cut
}

/** A record holds texts, lists of texts, and maps of texts; bytes are ids. */
function isMap(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}
