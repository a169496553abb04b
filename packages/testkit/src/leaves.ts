import type { Attributes, AttributeValue, RawSpan } from '@pyflare/domain'

/** A text somewhere in what was received: `write` gives the same thing with another text there. */
export interface Leaf<Whole> {
  /** For a person: `attributes llm.input_messages.0.message.content`, `attributes input.value $.messages.0.content`. */
  place: string
  text: string
  write: (whole: Whole, text: string) => Whole
}

/** JSON in a string of JSON is opened once more, as libraries that nest it expect. */
const MAX_NESTING = 2

/** Every text that a span carries, one by one, also inside of structures and of JSON. */
export function leavesOfSpan(raw: RawSpan): Leaf<RawSpan>[] {
  return [
    { place: 'name', text: raw.name, write: (span: RawSpan, name: string) => ({ ...span, name }) },
    {
      place: 'status message',
      text: raw.statusMessage,
      write: (span: RawSpan, statusMessage: string) => ({ ...span, statusMessage }),
    },
    ...within('attributes', leavesOfAttributes(raw.attributes), (span: RawSpan, write) => ({
      ...span,
      attributes: write(span.attributes),
    })),
    ...within('resource', leavesOfAttributes(raw.resource), (span: RawSpan, write) => ({
      ...span,
      resource: write(span.resource),
    })),
    ...raw.events.flatMap((event, at) =>
      within(`event ${event.name}`, leavesOfAttributes(event.attributes), (span: RawSpan, write) => ({
        ...span,
        events: span.events.map((other, place) =>
          place === at ? { ...other, attributes: write(other.attributes) } : other,
        ),
      })),
    ),
  ].filter(({ text }) => text !== '')
}

export function leavesOfAttributes(attributes: Attributes): Leaf<Attributes>[] {
  return [...attributes].flatMap(([key, value]) =>
    within(
      key,
      leavesOfValue(value, 0),
      (map: Attributes, write) => new Map([...map, [key, write(map.get(key) ?? '')]]),
    ),
  )
}

export function leavesOfValue(value: AttributeValue, nesting: number): Leaf<AttributeValue>[] {
  if (typeof value === 'string') return leavesOfText(value, nesting)
  if (typeof value !== 'object' || value instanceof Uint8Array) return []
  if (value instanceof Map) return leavesOfAttributes(value as Attributes) as unknown as Leaf<AttributeValue>[]
  const list = value as readonly AttributeValue[]
  return list.flatMap((entry, at) =>
    within(String(at), leavesOfValue(entry, nesting), (whole: AttributeValue, write) =>
      (whole as readonly AttributeValue[]).map((other, place) => (place === at ? write(other) : other)),
    ),
  )
}

function leavesOfText(text: string, nesting: number): Leaf<AttributeValue>[] {
  const parsed = nesting < MAX_NESTING && /^\s*[[{]/.test(text) ? parse(text) : undefined
  if (typeof parsed !== 'object' || parsed === null) return [{ place: '', text, write: (_, next) => next }]
  return within('$', leavesOfJson(parsed, nesting + 1), (whole: AttributeValue, write) =>
    JSON.stringify(write(parse(String(whole)))),
  )
}

function leavesOfJson(node: unknown, nesting: number): Leaf<unknown>[] {
  if (typeof node === 'string')
    return leavesOfText(node, nesting).map((leaf) => ({
      ...leaf,
      write: (whole, text) => leaf.write(String(whole), text),
    }))
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, entry]) =>
    within(`.${name}`, leavesOfJson(entry, nesting), (whole: unknown, write) => {
      const copy = (Array.isArray(whole) ? [...whole] : { ...(whole as object) }) as Record<string, unknown>
      copy[name] = write(copy[name])
      return copy
    }),
  )
}

export function within<Whole, Part>(
  place: string,
  leaves: readonly Leaf<Part>[],
  apply: (whole: Whole, write: (part: Part) => Part) => Whole,
): Leaf<Whole>[] {
  return leaves.map((leaf) => ({
    place: `${place} ${leaf.place}`.trim(),
    text: leaf.text,
    write: (whole, text) => apply(whole, (part) => leaf.write(part, text)),
  }))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
