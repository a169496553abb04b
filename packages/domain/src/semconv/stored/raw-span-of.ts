import type { AttributeValue } from '../../telemetry/attribute.ts'
import type { KeptContent, RawSpan, SpanEvent, SpanLink } from '../../telemetry/raw-span.ts'
import type { StringMap } from '../../telemetry/span-columns.ts'
import { emptySpan } from '../empty-span.ts'
import { isObject, type Json, parseStructure, textField } from '../json.ts'
import type { NormalizedSpan } from '../normalized-span.ts'
import { snakeCase } from '../pick.ts'
import { ANSWER_KEYS, parseSource } from '../source.ts'
import type { StoredSpan } from './stored-span.ts'

/** Columns by the names that tables have. */
const COLUMNS: ReadonlyMap<string, keyof NormalizedSpan> = new Map(
  (Object.keys(emptySpan()) as (keyof NormalizedSpan)[]).map((column) => [snakeCase(column), column]),
)

/**
 * The span that a row was made of, as far as the row tells. What was said in it is put back where it stood: in the words of the
 * column that keeps it, which its reader knows for what they are.
 */
export function rawSpanOf(row: StoredSpan): RawSpan {
  const kept = keptContent(row)
  const attributes = new Map<string, AttributeValue>()
  for (const [key, text] of Object.entries(row.attributes)) attributes.set(key, typed(text, row.attributeTypes[key]))
  const events = eventsOf(row.events)
  for (const [place, text] of placesOf(kept)) putBack(place, text, attributes, events)
  return {
    traceId: row.traceId,
    spanId: row.spanId,
    parentSpanId: row.parentSpanId,
    traceState: '',
    flags: 0,
    name: row.operationName,
    kind: row.spanKind,
    startTimeNs: row.startTimeNs,
    endTimeNs: row.endTimeNs,
    status: row.status,
    statusMessage: row.statusMessage,
    attributes,
    events,
    links: linksOf(row.links),
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    resource: new Map(Object.entries(row.resourceAttributes)),
    scope: { name: row.scopeName, version: row.scopeVersion, attributes: new Map() },
    kept,
  }
}

/** What columns hold of places that are gone. Where the input is the very text that messages were read from, they are read from it again. */
function keptContent(row: StoredSpan): KeptContent {
  const contents: Map<keyof NormalizedSpan, { source: string; text: string }> = new Map()
  for (const [name, source] of Object.entries(row.contentFrom)) {
    const column = COLUMNS.get(name)
    const text = column === undefined ? undefined : row[column]
    if (column === undefined || typeof text !== 'string' || text === '') continue
    const value = /^(input|output)_messages$/.test(name) ? name.slice(0, -'_messages'.length) : ''
    if (value !== '' && row.contentFrom[value] === source && isText(source) && !row.contentTruncated) continue
    contents.set(column, { source, text })
  }
  return { contents: contents as KeptContent['contents'], facts: new Map(Object.entries(row.contentFacts)) }
}

function isText(place: string): boolean {
  const { from, shape } = parseSource(place)
  return from === 'span' && shape === 'value'
}

function placesOf({ contents, facts }: KeptContent): [string, string][] {
  const whole = [...contents.values()].map(({ source, text }): [string, string] => [source, text])
  return [...whole, ...facts]
}

/** Rules ask which attributes there are: so each place is there again, with its text where it had one of its own. */
function putBack(place: string, text: string, attributes: Map<string, AttributeValue>, events: SpanEvent[]): void {
  const { from, shape, key, event, path } = parseSource(place)
  const own = path.length === 0 ? text : ''
  const put = (name: string, value: string) => {
    if (!attributes.has(name) || (value !== '' && attributes.get(name) === '')) attributes.set(name, value)
  }
  if (from === 'answer') for (const name of ANSWER_KEYS) put(`${key}.${name}`, '')
  if (from === 'span') put(shape === 'value' ? key : `${key}.0`, shape === 'value' ? own : '')
  if (from !== 'event') return
  const at = events.findIndex(({ name, attributes: told }) => name === event && !told.has(key))
  const found = events[at]
  if (found !== undefined) events[at] = { ...found, attributes: new Map([...found.attributes, [key, own]]) }
}

function typed(text: string, type: string | undefined): AttributeValue {
  if (type === 'number') return numberIn(text) ?? text
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  if (type === 'json') return attributeOf(parseStructure(text) ?? text)
  return text
}

/** Only what prints as the very same text: ids that look like numbers stay what they are. */
function numberIn(text: string): number | undefined {
  const number = Number(text)
  return String(number) === text ? number : undefined
}

function attributeOf(value: Json): AttributeValue {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map(attributeOf)
  if (!isObject(value)) return value
  return new Map(Object.entries(value).map(([key, entry]) => [key, attributeOf(entry)]))
}

function eventsOf(text: string): SpanEvent[] {
  return rowsOf(text).map((row) => ({
    timeNs: nanos(textField(row, 'time_ns')),
    name: textField(row, 'name'),
    attributes: textsOf(row),
  }))
}

function linksOf(text: string): SpanLink[] {
  return rowsOf(text).map((row) => ({
    traceId: bytesOf(textField(row, 'trace_id')),
    spanId: bytesOf(textField(row, 'span_id')),
    attributes: textsOf(row),
  }))
}

function rowsOf(text: string): Json[] {
  const rows = parseStructure(text)
  return Array.isArray(rows) ? rows : []
}

/** Attributes of events and links are kept as text alone: what prints like a number was one. */
function textsOf(row: Json): ReadonlyMap<string, AttributeValue> {
  const told = isObject(row) && isObject(row.attributes) ? (row.attributes as StringMap) : {}
  return new Map(Object.entries(told).map(([key, text]) => [key, numberIn(text) ?? text]))
}

function nanos(text: string): bigint {
  return /^-?\d{1,19}$/.test(text) ? BigInt(text) : 0n
}

function bytesOf(hex: string): Uint8Array {
  const pairs = hex.match(/[0-9a-f]{2}/gi) ?? []
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
}
