import type { Attributes } from '../../telemetry/attribute.ts'
import type { RawSpan } from '../../telemetry/raw-span.ts'
import type { OperationKind, StringMap } from '../../telemetry/span-columns.ts'
import { MovedContent } from '../moved-content.ts'
import { factsInside, readOn } from '../normalize-span.ts'
import type { NormalizedSpan } from '../normalized-span.ts'
import type { PickContext } from '../pick.ts'
import type { Reading, SpanSoFar } from '../readings.ts'
import type { Source } from '../source.ts'
import { SharedKeys } from '../span-keys.ts'
import { SpanReader } from '../span-reader.ts'
import { type TracedReading, traceReadings } from './trace-readings.ts'

/** A span as a plan reads it. */
export interface PlannedSpan {
  /** By the place of a reading in `READINGS`, its columns, where it was done again. Those of the others are the model's. */
  columns: readonly (Partial<NormalizedSpan> | undefined)[]
  /** Attributes whose content is in a column now. */
  moved: ReadonlySet<string>
  contentFrom: StringMap
  contentFacts: StringMap
  conflicts: readonly string[]
}

interface PlannedReading extends TracedReading {
  /** It asked for something that may differ. */
  isVarying: boolean
}

/**
 * How to read spans that are like one that was read already, its model: of the same library and resource, with the same keys, name,
 * kind and status, without events and links, and with the same values of all attributes that may not vary. Only the readings that asked for
 * other attributes, or for the time, are done again, by the same functions.
 */
export class ReadingPlan {
  readonly #model: RawSpan
  readonly #readings: readonly PlannedReading[]
  readonly #read: SpanSoFar
  readonly #keys: SharedKeys
  readonly #kind: OperationKind
  readonly #dialects: ReadonlySet<string>

  /**
   * A plan for spans in which the attributes may vary of which `mayVary` says so. It is told how much the attribute is expected to differ
   * by those who asked for it, and never asked about one that may not. Undefined where the model cannot be one.
   */
  static of(model: RawSpan, mayVary: (key: string, differs: 'seldom' | 'often') => boolean): ReadingPlan | undefined {
    const { readings, soFar, frame } = traceReadings(model)
    const askedBy = (differs: Reading['differs']) =>
      new Set(readings.filter(({ reading }) => reading.differs === differs).flatMap(({ asked }) => [...asked]))
    const [lasting, steady] = [askedBy('never'), askedBy('seldom')]
    if (readings.some(({ reading, isTimed }) => reading.differs === 'never' && isTimed)) return undefined
    const varying = [...model.attributes.keys()].filter(
      (key) => !lasting.has(key) && mayVary(key, steady.has(key) ? 'seldom' : 'often'),
    )
    return new ReadingPlan(model, readings, soFar, frame, new Set(varying))
  }

  private constructor(
    model: RawSpan,
    traced: readonly TracedReading[],
    read: SpanSoFar,
    frame: Pick<NormalizedSpan, 'operationKind' | 'dialects'>,
    varying: ReadonlySet<string>,
  ) {
    this.#model = model
    this.#read = read
    this.#keys = new SharedKeys(model)
    this.#kind = frame.operationKind
    this.#dialects = new Set(frame.dialects)
    this.#readings = traced.map((each) => ({
      ...each,
      isVarying: each.isTimed || [...each.asked].some((key) => varying.has(key)),
    }))
  }

  /** The place in `READINGS` of the one that a column is of, if it may be done again; else -1. */
  placeOf(column: keyof NormalizedSpan): number {
    return this.#readings.findIndex(
      ({ reading, columns, isVarying }) =>
        (isVarying || reading.takes !== undefined) && (column in columns || reading.optional.includes(column)),
    )
  }

  /** Reads a span that the plan holds for. */
  read(attributes: Attributes, startTimeNs: bigint, endTimeNs: bigint): PlannedSpan {
    const reader = new SpanReader({ ...this.#model, attributes, startTimeNs, endTimeNs }, this.#keys)
    const soFar: SpanSoFar = { ...this.#read, told: { ...this.#read.told }, moved: { ...this.#read.moved } }
    const columns: (Partial<NormalizedSpan> | undefined)[] = []
    const conflicts: string[] = []
    const inside: Source[] = []
    const context = { ...this.#contextOf(reader), inside }
    for (const planned of this.#readings) {
      const { reading, takes } = planned
      if (planned.isVarying || (reading.takes !== undefined && !isSame(takes, reading.takes(soFar)))) {
        context.conflicts.clear()
        columns.push(readOn(reading, context, soFar))
        if (context.conflicts.size > 0) conflicts.push(...context.conflicts)
      } else {
        columns.push(undefined)
        if (planned.conflicts.length > 0) conflicts.push(...planned.conflicts)
        for (const source of planned.inside) inside.push(source)
      }
    }
    const moved = this.#movedOf(soFar)
    const contentFacts = factsInside(context, moved.keys)
    return { columns, moved: moved.keys, contentFrom: moved.places(), contentFacts, conflicts: conflicts.sort() }
  }

  /** Most spans move nothing, or only what one reading does. */
  #movedOf({ moved }: SpanSoFar): MovedContent {
    const { documents, content } = moved
    if (documents !== undefined && !documents.isEmpty) return MovedContent.joined(Object.values(moved))
    return content ?? MovedContent.joined([])
  }

  #contextOf(reader: SpanReader): PickContext {
    return {
      reader,
      kind: this.#kind,
      dialects: this.#dialects,
      times: { startTimeNs: reader.span.startTimeNs, durationNs: reader.durationNs },
      conflicts: new Set(),
    }
  }
}

function isSame(left: readonly unknown[], right: readonly unknown[]): boolean {
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false
  return true
}
