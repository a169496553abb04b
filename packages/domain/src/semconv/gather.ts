import { isObject, type Json, type JsonObject, structureOf, unquote } from './json.ts'
import type { PickContext } from './pick.ts'
import { parseSource, type Source } from './source.ts'
import { isUsable } from './usable.ts'

/** Names that mean something to JavaScript itself would surprise whoever reads the object back. */
const REFUSED = new Set(['__proto__', 'prototype', 'constructor'])
const MAX_ENTRIES = 1000

/** Sources of objects, each a prefix of attributes (`x.**`) or one attribute that holds an object (`x$`, `x$.path`). */
export function compileCarriers(carriers: readonly string[]): Source[] {
  return carriers.map((carrier) => parseSource(carrier))
}

/** One JSON object out of all that carriers hold; the first to name an entry keeps it. '' when there is nothing. */
export function gather(
  context: PickContext,
  column: 'params' | 'metadata',
  carriers: readonly Source[],
  without?: ReadonlySet<string>,
): string {
  const gathered: JsonObject = Object.create(null)
  let count = 0
  for (const carrier of carriers) {
    const value = context.reader.read(carrier)
    const object = typeof value === 'string' ? structureOf(value) : value
    if (!isObject(object)) continue
    context.inside?.push(carrier)
    context.recorder?.from(column, carrier, value)
    for (const [key, entry] of Object.entries(object)) {
      const isFree = !(key in gathered) && !REFUSED.has(key) && without?.has(key) !== true
      if (isFree && isUsable(entry) && count < MAX_ENTRIES) {
        gathered[key] = plain(entry)
        count += 1
      }
    }
  }
  return count === 0 ? '' : JSON.stringify(gathered)
}

/** Attributes are text where an object could not be sent: what is JSON in it is opened. */
function plain(entry: Json): Json {
  return typeof entry === 'string' ? (structureOf(entry) ?? unquote(entry)) : entry
}
