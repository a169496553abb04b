import type { Attributes, AttributeValue } from '../telemetry/attribute.ts'
import type { RawSpan } from '../telemetry/raw-span.ts'
import type { SpanColumns } from '../telemetry/span-columns.ts'
import { field, type Json, type JsonObject, jsonOf, structureOf } from './json.ts'
import { parsePythonLiteral } from './python-literal.ts'
import type { Source } from './source.ts'
import { SpanKeys } from './span-keys.ts'
import { underPrefix, unflatten } from './unflatten.ts'

/** How many events are opened, from the last on, to find what one of them says. */
const MAX_LAST_EVENTS = 16

/** What of a span says which columns it gets. */
export type ReadableSpan = Omit<
  RawSpan,
  'traceId' | 'spanId' | 'traceState' | 'flags' | 'droppedAttributesCount' | 'droppedEventsCount' | 'droppedLinksCount'
>

/** Looks things up in one span. Each structure is decoded once, however many columns look into it. */
export class SpanReader {
  private readonly structures = new Map<number, Json[] | JsonObject | undefined>()

  constructor(
    readonly span: ReadableSpan,
    readonly keys = new SpanKeys(span),
  ) {}

  /** Forgets what it decoded, for the span says something else now. */
  forget(): void {
    if (this.structures.size > 0) this.structures.clear()
  }

  /** Nanoseconds; 0 when the clock ran backwards. */
  get durationNs(): bigint {
    return this.span.endTimeNs > this.span.startTimeNs ? this.span.endTimeNs - this.span.startTimeNs : 0n
  }

  get isRoot(): boolean {
    return this.span.parentSpanId.length === 0
  }

  has(key: string): boolean {
    return this.span.attributes.has(key)
  }

  /** Whether a place may hold something: asked first, of many places, since most are empty. */
  mayHave(source: Source): boolean {
    return this.keys.mayHave(source) || this.span.kept !== undefined
  }

  /** The value at a place, usable or not; undefined when nothing is there. */
  read(source: Source): Json | undefined {
    return this.find(source) ?? this.span.kept?.facts.get(source.text)
  }

  private find(source: Source): Json | undefined {
    if (!this.keys.mayHave(source)) return undefined
    if (source.shape !== 'value') return follow(this.structure(source, undefined), source.path)
    if (source.from === 'event' && source.path.length > 0) return this.lastEvent(source)
    if (source.from === 'own') return source.key === 'name' ? this.span.name : this.span.statusMessage
    const value = this.attributesOf(source)?.get(source.key)
    if (value === undefined) return undefined
    if (source.path.length > 0 || source.isPython) return follow(this.structure(source, value), source.path)
    return typeof value === 'string' ? value : jsonOf(value)
  }

  /** What a column kept of a place that is gone: of a span that is read again out of its row. */
  kept(column: keyof SpanColumns, source: Source): string | undefined {
    const found = this.span.kept?.contents.get(column)
    return found?.source === source.text ? found.text : undefined
  }

  /** The keys that a source takes its value from. */
  keysOf(source: Source): readonly string[] {
    if (source.from !== 'span') return []
    if (source.shape === 'indexed') return this.flattenedKeys(source.key)
    if (source.shape === 'value') return [source.key]
    return [...this.span.attributes.keys()].filter((key) => key.startsWith(`${source.key}.`))
  }

  flattenedKeys(prefix: string): readonly string[] {
    return this.keys.flattened(prefix)
  }

  /** Of a stream's events the last ones know how it ended. */
  private lastEvent({ event, key, path }: Source): Json | undefined {
    let count = 0
    for (let at = this.span.events.length - 1; at >= 0 && count < MAX_LAST_EVENTS; at -= 1) {
      const { name, attributes } = this.span.events[at] ?? { name: '' }
      const value = name === event ? attributes?.get(key) : undefined
      if (value === undefined) continue
      count += 1
      const found = follow(structureOf(jsonOf(value)), path)
      if (found !== undefined && found !== null) return found
    }
    return undefined
  }

  private structure(source: Source, value: AttributeValue | undefined): Json[] | JsonObject | undefined {
    const { root } = source
    const known = this.structures.get(root)
    if (known !== undefined || this.structures.has(root)) return known
    const made = this.makeStructure(source, value)
    this.structures.set(root, made)
    return made
  }

  private makeStructure(source: Source, value: AttributeValue | undefined): Json[] | JsonObject | undefined {
    const { attributes } = this.span
    if (source.shape === 'prefix') return underPrefix(attributes, source.key)
    if (source.shape === 'value') return value === undefined ? undefined : structureIn(value, source.isPython)
    const keys = this.flattenedKeys(source.key)
    return keys.length === 0 ? undefined : unflatten(attributes, source.key, keys)
  }

  private attributesOf(source: Source): Attributes | undefined {
    if (source.from === 'span') return this.span.attributes
    if (source.from === 'resource') return this.span.resource
    if (source.from === 'scope') return this.span.scope.attributes
    if (source.from !== 'event') return undefined
    return this.span.events.find(({ name, attributes }) => name === source.event && attributes.has(source.key))
      ?.attributes
  }
}

function structureIn(value: AttributeValue, isPython: boolean): Json[] | JsonObject | undefined {
  const structure = structureOf(jsonOf(value))
  return structure === undefined && isPython && typeof value === 'string' ? parsePythonLiteral(value) : structure
}

/** Follows a path; a text on the way that is JSON is decoded. */
function follow(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let here = value
  for (const part of path) {
    if (typeof here === 'string') here = structureOf(here)
    here = typeof part === 'number' ? (Array.isArray(here) ? here[part] : undefined) : field(here, part)
    if (here === undefined) return undefined
  }
  return here
}
