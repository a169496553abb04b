import type { Condition } from '../semconv/column-rule.ts'
import { isMessageEvent } from '../semconv/messages/event-messages.ts'
import type { Source } from '../semconv/source.ts'
import { CARRIED_COLUMNS, type Carrier, carriersOf, kinOf, MESSAGE_SOURCES, NAMED_COLUMNS } from './carriers.ts'
import type { CompiledRule } from './compiled-rule.ts'
import {
  activeRules,
  type ConditionalRules,
  type FieldScope,
  joined,
  type PathNode,
  type ShapeRules,
} from './field-scope.ts'
import { SourceIndex } from './source-index.ts'

/** Where attributes stand: `fields` are the names by which a rule may mean them all. */
export interface Place {
  id: string
  fields: readonly string[]
  /** The name of the event whose attributes they are; '' for others. */
  event: string
  isResource: boolean
}

/** What is so about attributes of a name. */
interface Plan {
  whole: readonly ConditionalRules[]
  inside: readonly PathNode[]
  shapes: ShapeRules | undefined
}

interface Entry {
  source: Source
  /** Of what the source lists, only texts: vectors stay. */
  isTextsOnly: boolean
  rules: readonly CompiledRule[]
  when: Condition | undefined
}

type Path = readonly (string | number)[]

const MAX_PLANS = 20_000
const MESSAGES = new SourceIndex(MESSAGE_SOURCES.map((source) => ({ source })))

/** Which rules are about which attributes: those that name them, those that name a column read from them, and those about everything. */
export class FieldPlans {
  readonly #entries: SourceIndex<Entry>
  readonly #ofOwn: readonly Entry[]
  readonly #shapes: ShapeRules | undefined
  readonly #patterns: readonly CompiledRule[]
  readonly #plans = new Map<string, Plan>()
  readonly #namings = new Map<string, readonly CompiledRule[]>()

  constructor(readonly rules: readonly CompiledRule[]) {
    const entries = CARRIED_COLUMNS.flatMap((column) => {
      const naming = this.#naming(column)
      return naming.length === 0 ? [] : carriersOf(column).map((carrier) => entryOf(carrier, naming))
    })
    this.#entries = new SourceIndex(entries)
    this.#ofOwn = entries.filter(({ source }) => source.from === 'own')
    this.#patterns = rules.filter(({ find, names }) => find !== undefined && names === undefined)
    const shapes = {
      system: this.#naming('system_instructions'),
      calls: this.#naming('tool_calls'),
      tools: this.#naming('tool_definitions'),
      finish: this.#naming('finish_reason'),
    }
    this.#shapes = Object.values(shapes).every((list) => list.length === 0) ? undefined : shapes
  }

  /** Rules about a text that is a field by itself: about everything, naming it, or naming a column that is read from it. */
  ofField(names: readonly string[], source: string, holds: (when: Condition) => boolean): readonly CompiledRule[] {
    const own = this.rules.filter((rule) => rule.names === undefined || names.some(rule.names))
    const read = source === '' ? [] : this.#ofOwn.filter((entry) => entry.source.text === source)
    return joined(own, activeRules(read, holds))
  }

  /** Rules about everything that matches a pattern. */
  get patterns(): readonly CompiledRule[] {
    return this.#patterns
  }

  /** Whether parts of messages are fields of their own. */
  get hasShapes(): boolean {
    return this.#shapes !== undefined
  }

  /** Rules that name a column or its kin. */
  ofColumn(column: string): readonly CompiledRule[] {
    return this.#naming(column)
  }

  scopeOf(place: Place, key: string, holds: (when: Condition) => boolean): FieldScope {
    const { whole, inside, shapes } = this.#planOf(place, key)
    return { rules: joined([], activeRules(whole, holds)), inside, shapes }
  }

  /** Rules about a whole event that is a message, or a log record that is one. */
  ofMessageEvent(event: string): FieldScope {
    if (!isMessageEvent(event)) return { rules: [], inside: [], shapes: undefined }
    const side = event === 'gen_ai.choice' ? 'output' : 'input'
    const system = event === 'gen_ai.system.message' ? this.#naming('system_instructions') : []
    return { rules: joined(this.#naming(side), system), inside: [], shapes: this.#shapes }
  }

  /** Whether a rule names an attribute that a column is read from, by the attribute's own name. */
  namesSourceOf(column: string): boolean {
    return carriersOf(column).some(({ source }) => this.rules.some(({ names }) => names?.(source.key) === true))
  }

  #naming(column: string): readonly CompiledRule[] {
    const known = this.#namings.get(column)
    if (known !== undefined) return known
    const kin = kinOf(column)
    const naming = this.rules.filter(({ names }) => names !== undefined && kin.some(names))
    this.#namings.set(column, naming)
    return naming
  }

  #planOf(place: Place, key: string): Plan {
    const id = `${place.id}\0${key}`
    const known = this.#plans.get(id)
    if (known !== undefined) return known
    if (this.#plans.size >= MAX_PLANS) this.#plans.clear()
    const made = this.#makePlan(place, key)
    this.#plans.set(id, made)
    return made
  }

  #makePlan(place: Place, key: string): Plan {
    const fields = [key, ...place.fields]
    const plain = this.rules.filter(({ names }) => names === undefined || fields.some(names))
    const message = this.ofMessageEvent(place.event)
    const root: PathNode = { steps: new Map(), ends: [] }
    for (const entry of this.#entries.of(key)) {
      const path = pathIn(entry, place, key)
      if (path === undefined) continue
      let node = root
      for (const step of path) {
        const next = node.steps.get(step) ?? { steps: new Map(), ends: [] }
        node.steps.set(step, next)
        node = next
      }
      node.ends.push(entry)
    }
    const byName = NAMED_COLUMNS.flatMap(({ column, named }) => {
      const naming = place.isResource ? [] : this.#naming(column)
      return naming.length > 0 && named.test(key) ? naming : []
    })
    return {
      whole: [{ rules: joined(plain, [...message.rules, ...byName]), when: undefined }, ...root.ends],
      inside: root.steps.size === 0 ? [] : [root],
      shapes: this.#shapes !== undefined && holdsMessages(place, key) ? this.#shapes : message.shapes,
    }
  }
}

/** Whether attributes of a name are messages, as far as one knows. */
function holdsMessages(place: Place, key: string): boolean {
  if (place.isResource) return false
  return (
    MESSAGES.of(key).some(({ source }) => pathIn({ source, isTextsOnly: false }, place, key)?.length === 0) ||
    NAMED_COLUMNS.some(({ column, named }) => (column === 'input' || column === 'output') && named.test(key))
  )
}

function entryOf({ source, when, as }: Carrier, rules: readonly CompiledRule[]): Entry {
  return { source, isTextsOnly: as === 'texts', rules, when }
}

/**
 * Where in attributes of a name, at a place, a source of the index reads: the steps to go in, none for all of it. Undefined where it does not read
 * them. A name means the same wherever attributes stand.
 */
function pathIn(
  { source, isTextsOnly }: Pick<Entry, 'source' | 'isTextsOnly'>,
  place: Place,
  key: string,
): Path | undefined {
  if (isTextsOnly && !key.endsWith('.text')) return undefined
  switch (source.from) {
    case 'resource':
      return place.isResource && source.key === key ? source.path : undefined
    case 'event':
      // Attributes of other things say the same under the same name, where the name is of more than one word.
      return source.key === key && (place.event === source.event || (place.event === '' && key.includes('.')))
        ? source.path
        : undefined
    case 'chunks':
      return source.key === key && (source.event === '' || source.event === place.event) ? [] : undefined
    case 'answer':
      return []
    case 'span':
    case 'scope':
      return source.shape === 'value' ? (source.key === key ? source.path : undefined) : pathInSpelled(source, key)
    // Not attributes: `ofField` and `ofMessageEvent` know them.
    case 'own':
    case 'events':
      return undefined
  }
}

/** The same of a structure that attributes spell out, `llm.input_messages.*$[0].message.content`: the first steps are in their names. */
function pathInSpelled({ key: prefix, path }: Source, key: string): Path | undefined {
  if (!key.startsWith(`${prefix}.`)) return undefined
  const rest = key.slice(prefix.length + 1)
  if (path.length === 0 || rest.startsWith(`${path.join('.')}.`)) return []
  const spelled = path.findIndex((_, place) => rest === path.slice(0, place + 1).join('.'))
  return spelled < 0 ? undefined : path.slice(spelled + 1)
}
