import type { EncodedItem, ScannedSpan } from '@pyflare/otlp'
import { SpanForm } from './span-form.ts'
import type { ModelSpan, SpanPlan } from './span-plan.ts'

/** Forms that are remembered; beyond it all are forgotten, and learned again as they come. */
const MAX_FORMS = 2000
/** Forms that were seen once. Most come again; one that does not is not worth learning. */
const MAX_SEEN = 20_000
/** Of resource and scope together. */
const MAX_SURROUNDINGS_BYTES = 16 * 1024
/** What a plan is made of is kept with it. */
const MAX_MODEL_BYTES = 64 * 1024

type Surroundings = EncodedItem<unknown>['surroundings']
/** Forms by the hash of their spans' keys and name. */
type Library = Map<number, SpanForm[]>

/** The plans that were learned, by where spans come from and what they look like. Bounded, whatever clients send. */
export class SpanPlans {
  #libraries = new Map<string, Library>()
  #known = new WeakMap<Surroundings, Library>()
  readonly #seen = new Set<number>()
  #forms = 0

  /** The plan for a span; undefined where none was learned yet. */
  planFor(span: ScannedSpan, surroundings: Surroundings): SpanPlan | undefined {
    return this.#formOf(span, surroundings)?.planFor(span)
  }

  /** Learns from a span that went the readable way. */
  learn(model: ModelSpan, surroundings: Surroundings): void {
    const { scanned } = model
    const library = this.#libraryOf(surroundings)
    if (library === undefined || scanned.bytes.length > MAX_MODEL_BYTES) return
    const hash = hashOf(scanned)
    const known = this.#formOf(scanned, surroundings)
    if (known !== undefined) known.learn(model)
    else if (this.#wasSeen(hash)) this.#begin(library, hash, model)
  }

  #begin(library: Library, hash: number, model: ModelSpan): void {
    if (this.#forms >= MAX_FORMS) {
      this.#libraries = new Map()
      this.#known = new WeakMap()
      this.#forms = 0
      return
    }
    const form = new SpanForm(model.scanned)
    form.learn(model)
    library.set(hash, [...(library.get(hash) ?? []), form])
    this.#forms++
  }

  #wasSeen(hash: number): boolean {
    if (this.#seen.has(hash)) return true
    if (this.#seen.size >= MAX_SEEN) this.#seen.clear()
    this.#seen.add(hash)
    return false
  }

  #formOf(span: ScannedSpan, surroundings: Surroundings): SpanForm | undefined {
    const forms = this.#libraryOf(surroundings)?.get(hashOf(span))
    if (forms !== undefined) for (const form of forms) if (form.isOf(span)) return form
    return undefined
  }

  /** Requests of one service come with the same resource; spans of a request share its very object. */
  #libraryOf(surroundings: Surroundings): Library | undefined {
    const known = this.#known.get(surroundings)
    if (known !== undefined) return known
    const parts = [...surroundings.resource, ...surroundings.scope]
    if (parts.reduce((sum, { length }) => sum + length, 0) > MAX_SURROUNDINGS_BYTES) return undefined
    const text = [surroundings.resource, surroundings.scope].map((side) => side.map(textOf).join(' ')).join('|')
    const library: Library = this.#libraries.get(text) ?? new Map()
    if (this.#libraries.size >= MAX_FORMS) this.#libraries = new Map()
    this.#libraries.set(text, library)
    this.#known.set(surroundings, library)
    return library
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function hashOf({ bytes, keysHash, nameAt, nameEnd }: ScannedSpan): number {
  let hash = keysHash
  for (let at = nameAt; at < nameEnd; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  return hash
}
