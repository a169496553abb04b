import type { Attributes } from '../../telemetry/attribute.ts'
import type { RawSpan } from '../../telemetry/raw-span.ts'
import type { OperationKind, StringMap } from '../../telemetry/span-columns.ts'
import { MovedContent } from '../moved-content.ts'
import { factsInside, readOn } from '../normalize-span.ts'
import type { NormalizedSpan } from '../normalized-span.ts'
import type { PickContext } from '../pick.ts'
import type { SpanSoFar } from '../readings.ts'
import type { Source } from '../source.ts'
import type { SpanKeys } from '../span-keys.ts'
import { SpanReader } from '../span-reader.ts'
import type { SpanTimes } from '../transforms.ts'
import type { TracedReading } from './trace-readings.ts'

/** What differs from one span to the next: who holds it puts the next span in its place. */
export interface SpanAtReading {
  readonly attributes: Attributes
  readonly times: SpanTimes
}

export interface PlannedReading extends TracedReading {
  /** It asked for something that may differ. */
  isVarying: boolean
}

/** A span as a plan reads it. It is the reader's, and holds until the next span is read. */
export interface PlannedSpan {
  /** By the place of a reading in `READINGS`, its columns, where it was done again. Those of the others are the model's. */
  readonly columns: readonly (Partial<NormalizedSpan> | undefined)[]
  /** Attributes whose content is in a column now. */
  moved: ReadonlySet<string>
  contentFrom: StringMap
  contentFacts: StringMap
  conflicts: readonly string[]
}

export interface PlanOfReading {
  model: RawSpan
  /** As many as there are, in their order. */
  readings: readonly PlannedReading[]
  /** What the readings of the model told. */
  read: SpanSoFar
  keys: SpanKeys
  kind: OperationKind
  dialects: ReadonlySet<string>
}

const NOTHING: readonly string[] = []
const NOTHING_MOVED = new MovedContent()

/** Does the readings of a plan, span by span, with the same few objects: what is made anew for each span is what differs in it. */
export class PlanReader {
  readonly #plan: PlanOfReading
  readonly #reader: SpanReader
  readonly #context: PickContext
  readonly #soFar: SpanSoFar
  readonly #inside: Source[] = []
  readonly #columns: (Partial<NormalizedSpan> | undefined)[]
  readonly #result: PlannedSpan

  constructor({ attributes, times }: SpanAtReading, plan: PlanOfReading) {
    const { model, keys, kind, dialects, read } = plan
    this.#plan = plan
    const span = {
      ...model,
      attributes,
      get startTimeNs() {
        return times.startTimeNs
      },
      get endTimeNs() {
        return times.startTimeNs + times.durationNs
      },
    }
    this.#reader = new SpanReader(span, keys)
    this.#context = { reader: this.#reader, kind, dialects, times, conflicts: new Set(), inside: this.#inside }
    this.#soFar = { ...read, told: { ...read.told }, moved: { ...read.moved } }
    this.#columns = plan.readings.map(() => undefined)
    this.#result = { columns: this.#columns, moved: new Set(), contentFrom: {}, contentFacts: {}, conflicts: NOTHING }
  }

  /** Reads the span that is there now. */
  read(): PlannedSpan {
    this.#begin()
    const { readings } = this.#plan
    const { conflicts } = this.#context
    let conflicting = NOTHING
    for (let place = 0; place < readings.length; place++) {
      const planned = readings[place]
      if (planned === undefined) continue
      if (this.#isDoneAgain(planned)) {
        this.#columns[place] = readOn(planned.reading, this.#context, this.#soFar)
        if (conflicts.size === 0) continue
        conflicting = [...conflicting, ...conflicts]
        conflicts.clear()
      } else {
        this.#columns[place] = undefined
        if (planned.conflicts.length > 0) conflicting = [...conflicting, ...planned.conflicts]
        for (const source of planned.inside) this.#inside.push(source)
      }
    }
    return this.#end(conflicting)
  }

  #begin(): void {
    const { read } = this.#plan
    this.#reader.forget()
    this.#context.conflicts.clear()
    this.#inside.length = 0
    Object.assign(this.#soFar.told, read.told)
    Object.assign(this.#soFar.moved, read.moved)
    this.#soFar.saidFinish = read.saidFinish
    this.#soFar.isMovedFromEvent = read.isMovedFromEvent
  }

  #isDoneAgain({ isVarying, reading, takes }: PlannedReading): boolean {
    return isVarying || (reading.takes !== undefined && !isSame(takes, reading.takes(this.#soFar)))
  }

  #end(conflicts: readonly string[]): PlannedSpan {
    const moved = this.#moved()
    const result = this.#result
    result.moved = moved.keys
    result.contentFrom = moved.places()
    result.contentFacts = factsInside(this.#context, moved.keys)
    result.conflicts = conflicts.length > 1 ? [...conflicts].sort() : conflicts
    return result
  }

  /** Most spans move nothing, or only what one reading does. */
  #moved(): MovedContent {
    const { documents, content } = this.#soFar.moved
    if (documents !== undefined && !documents.isEmpty) return MovedContent.joined(Object.values(this.#soFar.moved))
    return content ?? NOTHING_MOVED
  }
}

function isSame(left: readonly unknown[], right: readonly unknown[]): boolean {
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false
  return true
}
