import { snakeCase } from './pick.ts'
import type { Source } from './source.ts'

export type ContentColumn =
  | 'input'
  | 'output'
  | 'inputMessages'
  | 'outputMessages'
  | 'systemInstructions'
  | 'toolDefinitions'
  | 'toolCalls'
  | 'retrievedDocuments'
  | 'rerankInputDocuments'

/** What of a span's content went from its attributes into columns, so that it is kept once, and which column came from where. */
export class MovedContent {
  /** Attributes whose content is in a column now. */
  readonly keys = new Set<string>()
  readonly #from = new Map<ContentColumn, { source: Source; keys: readonly string[] }>()

  /** What several readings of one span took. */
  static joined(parts: readonly MovedContent[]): MovedContent {
    const joined = new MovedContent()
    for (const part of parts) {
      joined.move(part.keys)
      for (const [column, from] of part.#from) joined.#from.set(column, from)
    }
    return joined
  }

  /** Whether nothing was taken: then nothing was moved either. */
  get isEmpty(): boolean {
    return this.#from.size === 0
  }

  /** A column took what stands at a place; `keys` are the attributes that it is made of. */
  take(column: ContentColumn, source: Source, keys: readonly string[]): void {
    this.#from.set(column, { source, keys })
  }

  move(keys: Iterable<string>): void {
    for (const key of keys) this.keys.add(key)
  }

  /** By snake_case column, the place of each column whose content stands nowhere else any more. */
  places(): Record<string, string> {
    const places: Record<string, string> = {}
    for (const [column, { source, keys }] of this.#from) {
      const isGone = source.from === 'event' || source.from === 'events' || keys.some((key) => this.keys.has(key))
      if (isGone) places[snakeCase(column)] = source.text
    }
    return places
  }
}
