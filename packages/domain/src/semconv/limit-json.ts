import { parseStructure } from './json.ts'
import { JsonCursor } from './json-cursor.ts'
import { leftOut, limitText } from './limit-content.ts'

/** What a value gets at least. Where there is no room for that, values in the middle are left out. */
const MIN_VALUE = 64
/** Deeper structures that are too long are left out whole. */
const MAX_DEPTH = 16

/**
 * A text within a limit (UTF-16 units, 64 at least). JSON stays JSON: what is long in it is cut, the longest first and all to one length, also where it is
 * JSON in a text; entries in the middle are left out only where there are too many. Other text keeps its head and its tail.
 */
export function limitValue(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text
  return parseStructure(text) === undefined
    ? limitText(text, maxCharacters)
    : limitStructure(new JsonCursor(text), maxCharacters, 0)
}

/** The length to which the longest must be cut for all together to be no longer than `total`; infinite where they are not. */
export function fairLength(lengths: readonly number[], total: number): number {
  const rising = lengths.toSorted((left, right) => left - right)
  let room = total
  for (const [place, length] of rising.entries()) {
    const share = Math.floor(room / (rising.length - place))
    if (length > share) return share
    room -= length
  }
  return Number.POSITIVE_INFINITY
}

/** An entry of a list, or a member of an object with its name. */
interface Entry {
  /** With its colon; '' in a list. */
  name: string
  value: string
}

function limitStructure(cursor: JsonCursor, maxCharacters: number, depth: number): string {
  cursor.space()
  const [open, close] = cursor.peek() === '{' ? ['{', '}'] : ['[', ']']
  const entries = withoutMiddle(entriesAt(cursor), maxCharacters)
  const names = entries.reduce((sum, { name }) => sum + name.length + 1, 2)
  const room = fairLength(
    entries.map(({ value }) => value.length),
    maxCharacters - names,
  )
  return open + entries.map(({ name, value }) => name + limitEntry(value, room, depth)).join(',') + close
}

function entriesAt(cursor: JsonCursor): Entry[] {
  const isObject = cursor.take() === '{'
  const entries: Entry[] = []
  for (cursor.space(); !'}]'.includes(cursor.peek()); cursor.space()) {
    let name = ''
    if (isObject) {
      name = `${cursor.string()}:`
      cursor.space()
      cursor.take()
      cursor.space()
    }
    entries.push({ name, value: valueAt(cursor) })
    cursor.space()
    if (cursor.peek() === ',') cursor.take()
  }
  return entries
}

function valueAt(cursor: JsonCursor): string {
  const next = cursor.peek()
  if (next === '"') return cursor.string()
  return next === '{' || next === '[' ? cursor.structure() : cursor.scalar()
}

/** The first and the last entries, as many as there is room for. */
function withoutMiddle(entries: readonly Entry[], maxCharacters: number): readonly Entry[] {
  let size = 2
  let kept = 0
  for (; kept < entries.length; kept += 1) {
    const { name, value } = entries[placeOf(kept, entries.length)] ?? { name: '', value: '' }
    size += name.length + Math.min(value.length, MIN_VALUE) + 1
    if (size > maxCharacters) break
  }
  const head = Math.ceil(kept / 2)
  return kept === entries.length ? entries : [...entries.slice(0, head), ...entries.slice(entries.length - kept + head)]
}

/** Counts from both ends. */
function placeOf(step: number, length: number): number {
  return step % 2 === 0 ? step / 2 : length - (step + 1) / 2
}

/** A number that is too long is none. */
function limitEntry(value: string, maxCharacters: number, depth: number): string {
  if (value.length <= maxCharacters) return value
  if (value.startsWith('"')) return limitLiteral(value, maxCharacters)
  if (!value.startsWith('{') && !value.startsWith('[')) return 'null'
  if (depth >= MAX_DEPTH) return JSON.stringify(leftOut(value.length))
  return limitStructure(new JsonCursor(value), maxCharacters, depth + 1)
}

/** Escapes make a text longer than it reads: it is cut until its literal fits. */
function limitLiteral(literal: string, maxCharacters: number): string {
  const text = JSON.parse(literal) as string
  for (let room = Math.floor((text.length * maxCharacters) / literal.length); room >= MIN_VALUE; ) {
    const printed = JSON.stringify(limitValue(text, room))
    const excess = printed.length - maxCharacters
    if (excess <= 0) return printed
    room = Math.max(room - excess, Math.floor(room / 2))
  }
  return JSON.stringify(leftOut(text.length))
}
