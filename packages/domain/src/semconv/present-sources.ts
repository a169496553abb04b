import { addTo } from '../group-by.ts'
import type { Attributes } from '../telemetry/attribute.ts'
import type { SpanEvent } from '../telemetry/raw-span.ts'
import { ANSWER_KEYS, countSources, knownSources, type Source } from './source.ts'

/** Sources by what a span must have for them to say anything. */
interface SourceIndex {
  count: number
  /** By the whole name of an attribute of the span, of the resource, of the scope. */
  spanKeys: ReadonlyMap<string, readonly number[]>
  resourceKeys: ReadonlyMap<string, readonly number[]>
  scopeKeys: ReadonlyMap<string, readonly number[]>
  /** By the part of an attribute's name before its first dot: what the name must start with then. */
  prefixes: ReadonlyMap<string, readonly (readonly [prefix: string, id: number])[]>
  /** By the name of an event. */
  events: ReadonlyMap<string, readonly number[]>
  /** Gathered from events of any name. */
  anyEvent: readonly number[]
  /** The span's own fields. */
  own: readonly number[]
}

let index: SourceIndex | undefined

/**
 * For each known source by id, whether it may say something of a span (1) or cannot (0). The tables have hundreds of
 * sources and a span has tens of attributes, so the attributes are asked, once, instead of the sources.
 */
export function presentSources(span: {
  attributes: Attributes
  events: readonly SpanEvent[]
  resource: Attributes
  scope: { attributes: Attributes }
}): Uint8Array {
  if (index === undefined || index.count !== countSources()) index = indexSources(knownSources())
  const present = new Uint8Array(index.count)
  mark(present, index.own)
  if (span.events.length > 0) mark(present, index.anyEvent)
  for (const key of span.attributes.keys()) {
    mark(present, index.spanKeys.get(key))
    const lines = index.prefixes.get(firstPart(key))
    if (lines !== undefined) for (const [prefix, id] of lines) if (key.startsWith(prefix)) present[id] = 1
  }
  for (const key of span.resource.keys()) mark(present, index.resourceKeys.get(key))
  for (const key of span.scope.attributes.keys()) mark(present, index.scopeKeys.get(key))
  for (const event of span.events) mark(present, index.events.get(event.name))
  return present
}

function mark(present: Uint8Array, ids: readonly number[] | undefined): void {
  if (ids !== undefined) for (const id of ids) present[id] = 1
}

function indexSources(sources: readonly Source[]): SourceIndex {
  const made = {
    count: sources.length,
    spanKeys: new Map<string, number[]>(),
    resourceKeys: new Map<string, number[]>(),
    scopeKeys: new Map<string, number[]>(),
    prefixes: new Map<string, [string, number][]>(),
    events: new Map<string, number[]>(),
    anyEvent: idsOf(sources.filter(({ from, event }) => event === '' && (from === 'events' || from === 'chunks'))),
    own: idsOf(sources.filter(({ from }) => from === 'own')),
  }
  const byPlace = { span: made.spanKeys, resource: made.resourceKeys, scope: made.scopeKeys }
  for (const { id, from, shape, key, event } of sources) {
    if (event !== '') addTo(made.events, event, id)
    else if (from === 'answer') for (const part of ANSWER_KEYS) addTo(made.spanKeys, `${key}.${part}`, id)
    else if (from !== 'span' && from !== 'resource' && from !== 'scope') continue
    else if (shape === 'value') addTo(byPlace[from], key, id)
    else addTo(made.prefixes, firstPart(key), [`${key}.`, id])
  }
  return made
}

function idsOf(sources: readonly Source[]): number[] {
  return sources.map(({ id }) => id)
}

/** What stands before an attribute's first dot. */
export function firstPart(key: string): string {
  const dot = key.indexOf('.')
  return dot < 0 ? key : key.slice(0, dot)
}
