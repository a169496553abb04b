/** Any JSON, as spans and logs carry it. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/** One line of an opened-out value. */
export interface JsonLine {
  /** RFC 6901: `/messages/0/role`; '' for the whole. */
  path: string
  level: number
  /** A field's name, or an item's place; undefined for the whole. */
  key: string | undefined
  value: JsonValue
  /** Undefined for a leaf. */
  size: number | undefined
  open: boolean
}

export interface JsonView {
  lines: JsonLine[]
  /** How many lines were left out, past the limit. */
  left: number
}

/** Lays a value out as lines; only what `isOpen` says is opened, and never more than `limit` lines. */
export function layOutJson(
  value: JsonValue,
  isOpen: (path: string, level: number) => boolean,
  limit: number,
): JsonView {
  const lines: JsonLine[] = []
  let left = 0
  const visit = (path: string, level: number, key: string | undefined, item: JsonValue): void => {
    if (lines.length >= limit) {
      left += 1
      return
    }
    const entries = entriesOf(item)
    const open = entries !== undefined && entries.length > 0 && isOpen(path, level)
    lines.push({ path, level, key, value: item, size: entries?.length, open })
    if (open) for (const [name, child] of entries) visit(childPath(path, name), level + 1, name, child)
  }
  visit('', 0, undefined, value)
  return { lines, left }
}

/** Paths of what holds the words, in a key or a leaf, and of all that holds those: what must be open to see them. */
export function pathsTo(value: JsonValue, words: string): Set<string> {
  const wanted = words.toLowerCase()
  const found = new Set<string>()
  const visit = (path: string, key: string, item: JsonValue): boolean => {
    const entries = entriesOf(item)
    const inside = entries?.map(([name, child]) => visit(childPath(path, name), name, child)).some(Boolean) ?? false
    const here =
      key.toLowerCase().includes(wanted) || (entries === undefined && textOf(item).toLowerCase().includes(wanted))
    if (inside) found.add(path)
    return inside || here
  }
  if (wanted !== '') visit('', '', value)
  return found
}

/** Text that is itself a JSON object or list, as many libraries send it, is opened out like the rest. */
export function parseNested(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value) as JsonValue
  } catch {
    return value
  }
}

export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function entriesOf(value: JsonValue): [string, JsonValue][] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value) as [string, JsonValue][]
}

function childPath(path: string, key: string): string {
  return `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
