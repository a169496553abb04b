import type { RawSpan } from '../../telemetry/raw-span.ts'
import type { NormalizedSpan } from '../normalized-span.ts'
import type { Reading, SpanSoFar } from '../readings.ts'
import { SharedKeys } from '../span-keys.ts'
import { type PlanOfReading, PlanReader, type SpanAtReading } from './plan-reader.ts'
import { type TracedReading, traceReadings } from './trace-readings.ts'

/**
 * How to read spans that are like one that was read already, its model: of the same library and resource, with the same keys, name,
 * kind and status, without events and links, and with the same values of all attributes that may not vary. Only the readings that asked for
 * other attributes, or for the time, are done again, by the same functions.
 */
export class ReadingPlan {
  readonly #plan: PlanOfReading

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
    const readings = traced.map((each) => ({
      ...each,
      isVarying: each.isTimed || [...each.asked].some((key) => varying.has(key)),
    }))
    const { operationKind: kind, dialects } = frame
    this.#plan = { model, readings, read, keys: new SharedKeys(model), kind, dialects: new Set(dialects) }
  }

  /** The place in `READINGS` of the one that a column is of, if it may be done again; else -1. */
  placeOf(column: keyof NormalizedSpan): number {
    return this.#plan.readings.findIndex(
      ({ reading, columns, isVarying }) =>
        (isVarying || reading.takes !== undefined) && (column in columns || reading.optional.includes(column)),
    )
  }

  /** What reads spans that the plan holds for: `span` tells of each in its turn. */
  readerOf(span: SpanAtReading): PlanReader {
    return new PlanReader(span, this.#plan)
  }
}
