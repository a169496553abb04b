import type { RawSpan } from '../../telemetry/raw-span.ts'
import { DEFAULT_LIMITS } from '../limit-content.ts'
import type { MovedContent } from '../moved-content.ts'
import { beginSpan, contextOf, readOn } from '../normalize-span.ts'
import type { NormalizedSpan } from '../normalized-span.ts'
import { READINGS, type Reading, type SpanSoFar } from '../readings.ts'
import type { Source } from '../source.ts'
import { AskedAttributes } from './asked-attributes.ts'

type Frame = Pick<NormalizedSpan, 'operationKind' | 'dialects'>

/** What one reading of one span asked for and said. */
export interface TracedReading {
  reading: Reading
  /** Attributes of the span whose values it asked for. */
  asked: ReadonlySet<string>
  /** It asked when the span began or ended. */
  isTimed: boolean
  takes: ReturnType<NonNullable<Reading['takes']>>
  columns: Partial<NormalizedSpan>
  conflicts: readonly string[]
  inside: readonly Source[]
  moved: MovedContent | undefined
}

/**
 * Reads a span and watches: of each reading, which attributes made its columns what they are. The same reading of a span with the same
 * keys, and the same values of these, gives the same columns.
 */
export function traceReadings(raw: RawSpan): { readings: TracedReading[]; soFar: SpanSoFar; frame: Frame } {
  const soFar = beginSpan(DEFAULT_LIMITS)
  const { kind: operationKind, dialects } = contextOf(raw)
  const frame = { operationKind, dialects: [...dialects] }
  const readings = READINGS.map((reading) => traceReading(raw, reading, soFar, frame))
  return { readings, soFar, frame }
}

function traceReading(raw: RawSpan, reading: Reading, soFar: SpanSoFar, frame: Frame): TracedReading {
  const attributes = new AskedAttributes(raw.attributes)
  let isTimed = false
  const tell = <Value>(value: Value): Value => {
    isTimed = true
    return value
  }
  const span: RawSpan = {
    ...raw,
    attributes,
    get startTimeNs() {
      return tell(raw.startTimeNs)
    },
    get endTimeNs() {
      return tell(raw.endTimeNs)
    },
  }
  // Kind and dialects are the frame's; whoever comes after it is told.
  const context = contextOf(span, reading.name === 'frame' ? undefined : frame)
  const { startTimeNs, durationNs } = context.times
  context.times = {
    get startTimeNs() {
      return tell(startTimeNs)
    },
    get durationNs() {
      return tell(durationNs)
    },
  }
  isTimed = false
  const takes = reading.takes?.(soFar) ?? []
  const columns = readOn(reading, context, soFar)
  const { conflicts, inside = [] } = context
  const moved = soFar.moved[reading.name]
  return { reading, asked: attributes.asked, isTimed, takes, columns, conflicts: [...conflicts], inside, moved }
}
