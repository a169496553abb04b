import { isEqual, type ScannedSpan } from '@pyflare/otlp'
import { type ModelSpan, SpanPlan } from './span-plan.ts'

/** Plans of one form, for as many sets of values that may not differ: models, tools. */
const MAX_PLANS = 16
/** Models from which nothing could be learned that held. Then the form's spans are too unlike each other. */
const MAX_LESSONS = 64
/** After so many what seldom differs is taken to differ too, where it does. */
const PATIENT_LESSONS = 8
/** Longer values are content: they are never expected to be the same. */
const MAX_LASTING_BYTES = 256

interface LearnedPlan {
  plan: SpanPlan
  /** The bytes of the model's values that must be the same, and their places among the attributes. */
  places: readonly number[]
  values: readonly Uint8Array[]
}

/** Spans that have the same name, kind, status and attributes with the same keys and types, and the plans that were made for them. */
export class SpanForm {
  readonly #keys: readonly Uint8Array[]
  readonly #types: Uint8Array
  readonly #name: Uint8Array
  readonly #kind: number
  readonly #statusCode: number
  readonly #isRoot: boolean
  /** Attributes that were seen to differ. */
  readonly #varying = new Set<number>()
  #plans: LearnedPlan[] = []
  #lessons = 0

  constructor(span: ScannedSpan) {
    const { bytes, count, keyAt, keyEnd } = span
    this.#keys = Array.from({ length: count }, (_, place) => copied(bytes, keyAt[place], keyEnd[place]))
    this.#types = span.types.slice(0, count)
    this.#name = copied(bytes, span.nameAt, span.nameEnd)
    this.#kind = span.kind
    this.#statusCode = span.statusCode
    this.#isRoot = span.parentIdAt < 0
    for (let place = 0; place < count; place++) {
      if ((span.valueEnd[place] ?? 0) - (span.valueAt[place] ?? 0) > MAX_LASTING_BYTES) this.#varying.add(place)
    }
  }

  isOf(span: ScannedSpan): boolean {
    if (span.count !== this.#keys.length || span.kind !== this.#kind || span.statusCode !== this.#statusCode)
      return false
    if (span.parentIdAt < 0 !== this.#isRoot || !isSlice(span.bytes, span.nameAt, span.nameEnd, this.#name))
      return false
    for (let place = 0; place < span.count; place++) {
      const key = this.#keys[place]
      if (key === undefined || span.types[place] !== this.#types[place]) return false
      if (!isSlice(span.bytes, span.keyAt[place] ?? 0, span.keyEnd[place] ?? 0, key)) return false
    }
    return true
  }

  /** The plan for a span of this form, if one was learned. */
  planFor(span: ScannedSpan): SpanPlan | undefined {
    for (const { plan, places, values } of this.#plans) if (hasValues(span, places, values)) return plan
    return undefined
  }

  /** Learns from a span that no plan was there for. */
  learn(model: ModelSpan): void {
    if (this.#lessons >= MAX_LESSONS) return
    this.#lessons++
    const { scanned } = model
    const differing = this.#plans[0] === undefined ? [] : differingPlaces(scanned, this.#plans[0])
    const learned: number[] = []
    const plan = SpanPlan.of(model, (place, differs) => {
      if (this.#varying.has(place)) return true
      const isNew = (differs === 'often' || this.#lessons > PATIENT_LESSONS) && differing.includes(place)
      if (isNew) learned.push(place)
      return isNew
    })
    for (const place of learned) this.#varying.add(place)
    if (plan === undefined) return
    const places = this.#keys.flatMap((_, place) => (plan.varies(place) ? [] : [place]))
    const values = places.map((place) => copied(scanned.bytes, scanned.valueAt[place], scanned.valueEnd[place]))
    // Plans that hold for less are forgotten.
    if (learned.length > 0) this.#plans = []
    this.#plans = [{ plan, places, values }, ...this.#plans].slice(0, MAX_PLANS)
  }
}

function differingPlaces(span: ScannedSpan, { places, values }: LearnedPlan): number[] {
  return places.filter((place, at) => !hasValue(span, place, values[at]))
}

function hasValues(span: ScannedSpan, places: readonly number[], values: readonly Uint8Array[]): boolean {
  for (let at = 0; at < places.length; at++) if (!hasValue(span, places[at] ?? 0, values[at])) return false
  return true
}

function hasValue({ bytes, valueAt, valueEnd }: ScannedSpan, place: number, value: Uint8Array | undefined): boolean {
  return value !== undefined && isSlice(bytes, valueAt[place] ?? 0, valueEnd[place] ?? 0, value)
}

function isSlice(bytes: Uint8Array, start: number, end: number, value: Uint8Array): boolean {
  return end - start === value.length && isEqual(bytes, start, value, 0, value.length)
}

function copied(bytes: Uint8Array, start = 0, end = 0): Uint8Array {
  return new Uint8Array(bytes.subarray(start, end))
}
