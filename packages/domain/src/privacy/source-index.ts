import { addTo } from '../group-by.ts'
import { firstPart } from '../semconv/present-sources.ts'
import { ANSWER_KEYS, type Source } from '../semconv/source.ts'

/** Finds the few of many sources that may read attributes of a name, without asking each. */
export class SourceIndex<Entry extends { source: Source }> {
  readonly #byKey = new Map<string, Entry[]>()
  /** By what stands before the first dot: an attribute that is a part of what they read begins so. */
  readonly #byFirstPart = new Map<string, Entry[]>()

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      const { source } = entry
      if (source.shape !== 'value') addTo(this.#byFirstPart, firstPart(source.key), entry)
      else if (source.from === 'answer')
        for (const part of ANSWER_KEYS) addTo(this.#byKey, `${source.key}.${part}`, entry)
      else addTo(this.#byKey, source.key, entry)
    }
  }

  /** In no order of meaning. Those that read a part of a structure are told for all of it. */
  of(key: string): Entry[] {
    const spelled = this.#byFirstPart.get(firstPart(key)) ?? []
    return [...(this.#byKey.get(key) ?? []), ...spelled.filter(({ source }) => key.startsWith(`${source.key}.`))]
  }
}
