import type { Attributes } from '../telemetry/attribute.ts'
import type { RawSpan } from '../telemetry/raw-span.ts'
import { field, type Json, type JsonObject, jsonOf, structureOf } from './json.ts'
import type { Source } from './source.ts'
import { type FlattenedKeys, findFlattened, underPrefix, unflatten } from './unflatten.ts'

/** What normalization reads of a span: each structure is decoded once, however many columns look into it. */
export type ReadableSpan = Pick<
  RawSpan,
  | 'name'
  | 'kind'
  | 'status'
  | 'statusMessage'
  | 'startTimeNs'
  | 'endTimeNs'
  | 'attributes'
  | 'events'
  | 'resource'
  | 'scope'
> & { isRoot: boolean; linkCount: number }

export class SpanReader {
  private flattened: FlattenedKeys | undefined
  private readonly structures = new Map<string, Json[] | JsonObject | undefined>()

  constructor(readonly span: ReadableSpan) {}

  /** Nanoseconds; 0 when the clock ran backwards. */
  get durationNs(): bigint {
    return this.span.endTimeNs > this.span.startTimeNs ? this.span.endTimeNs - this.span.startTimeNs : 0n
  }

  has(key: string): boolean {
    return this.span.attributes.has(key)
  }

  /** The value at a place, usable or not; undefined when nothing is there. */
  read(source: Source): Json | undefined {
    if (source.shape === 'indexed') return step(this.indexed(source.key), source.path)
    if (source.shape === 'prefix') return this.prefixed(source.key)
    if (source.from === 'own') return source.key === 'name' ? this.span.name : this.span.statusMessage
    const attributes = this.attributesOf(source)
    const value = attributes?.get(source.key)
    if (attributes === undefined || value === undefined) return undefined
    if (source.path.length === 0) return jsonOf(value)
    return step(
      this.cached(`${source.from}:${source.event}@${source.key}`, () => structureOf(jsonOf(value))),
      source.path,
    )
  }

  /** The keys that a source takes its value from. */
  keysOf(source: Source): readonly string[] {
    if (source.from !== 'span') return []
    if (source.shape === 'indexed') return this.flattenedKeys(source.key)
    if (source.shape === 'value') return [source.key]
    return [...this.span.attributes.keys()].filter((key) => key.startsWith(`${source.key}.`))
  }

  flattenedKeys(prefix: string): readonly string[] {
    this.flattened ??= findFlattened(this.span.attributes)
    return this.flattened.get(prefix) ?? []
  }

  private indexed(prefix: string): Json | undefined {
    const keys = this.flattenedKeys(prefix)
    if (keys.length === 0) return undefined
    return this.cached(`${prefix}.*`, () => unflatten(this.span.attributes, prefix, keys))
  }

  private prefixed(prefix: string): Json | undefined {
    return this.cached(`${prefix}.**`, () => underPrefix(this.span.attributes, prefix))
  }

  private attributesOf(source: Source): Attributes | undefined {
    if (source.from === 'span') return this.span.attributes
    if (source.from === 'resource') return this.span.resource
    if (source.from === 'scope') return this.span.scope.attributes
    if (source.from !== 'event') return undefined
    return this.span.events.find(({ name, attributes }) => name === source.event && attributes.has(source.key))
      ?.attributes
  }

  private cached(name: string, make: () => Json[] | JsonObject | undefined): Json[] | JsonObject | undefined {
    if (this.structures.has(name)) return this.structures.get(name)
    const made = make()
    this.structures.set(name, made)
    return made
  }
}

/** Follows a path; a text on the way that is JSON is decoded. */
function step(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let here = value
  for (const part of path) {
    if (typeof here === 'string') here = structureOf(here)
    here = typeof part === 'number' ? (Array.isArray(here) ? here[part] : undefined) : field(here, part)
    if (here === undefined) return undefined
  }
  return here
}
