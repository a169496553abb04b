import { mayJudge, type RawSpan } from '@pyflare/domain'
import { type EncodedItem, ScannedSpan } from '@pyflare/otlp'
import { isLate, isLateMs } from '../intake/late.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { SpanItem } from '../pipeline/records.ts'
import { addMended } from '../pipeline/stage.ts'
import type { Publish } from '../publish/publish.ts'
import type { RatedRecord } from '../publish/sample-traces.ts'
import { WireWriter } from '../publish/wire-writer.ts'
import type { Received } from '../receive/received.ts'
import type { RecordedPart, RecordPart } from './record-part.ts'
import { millisecondsAt } from './scanned-times.ts'
import { SpanPlans } from './span-plans.ts'
import { type WrittenOrigin, writtenOrigin } from './written-origin.ts'

export type RecordSpans = RecordPart<EncodedItem<RawSpan>, RatedRecord>

export interface RecordSpansOptions {
  shape: Pipeline['spans']
  publish: Pick<Publish<SpanItem, RatedRecord>, 'encode'>
  /** Of spans that may be written by plans: what no stage would cut. Undefined where a stage does more than to read spans. */
  planned: { maxBytes: number; maxAttributes: number } | undefined
}

const NONE: RatedRecord['evaluations'] = []

/**
 * From the bytes of spans to records: by plans where there are some, and by the stages of the pipeline where there are none, which is what
 * plans are learned from. What comes out is the same, byte for byte.
 */
export function createRecordSpans(options: RecordSpansOptions): RecordSpans {
  const plans = new PlannedSpans(options)
  return (part, origin, firstIndex) => {
    const repaired = new Map<string, number>()
    const recorded: RecordedPart<RatedRecord> = { kept: [], rejections: [], count: 0, late: 0, mended: repaired }
    for (const item of part) {
      const index = firstIndex + recorded.count
      const planned = plans.record(item, origin, index)
      if (planned === undefined) {
        const { kept, rejections, count, late, mended } = plans.learn(item, origin, index)
        recorded.kept.push(...kept)
        recorded.rejections.push(...rejections)
        recorded.count += count
        recorded.late += late
        addMended(repaired, mended)
      } else {
        recorded.kept.push(planned)
        recorded.count++
        if (plans.isLate(origin)) recorded.late++
      }
    }
    return recorded
  }
}

class PlannedSpans {
  readonly #plans = new SpanPlans()
  readonly #scanned = new ScannedSpan()
  readonly #writer = new WireWriter()
  #isPlain = false
  /** Of the newest request. */
  #origin: Received | undefined
  #writtenOrigin: WrittenOrigin = writtenOrigin({ projectId: '', receivedAtMs: 0 })

  constructor(private readonly options: RecordSpansOptions) {}

  /** A span's record by its plan; undefined where there is none that can write it. */
  record(
    { bytes, surroundings, take }: EncodedItem<RawSpan>,
    origin: Received,
    index: number,
  ): RatedRecord | undefined {
    const { planned } = this.options
    const scanned = this.#scanned
    this.#isPlain =
      planned !== undefined &&
      bytes.length <= planned.maxBytes &&
      scanned.scan(asBuffer(bytes)) &&
      scanned.count <= planned.maxAttributes
    const plan = this.#isPlain ? this.#plans.planFor(scanned, surroundings) : undefined
    if (plan?.write(this.#writer, scanned, this.#written(origin)) !== true) return undefined
    take(1 + 2 * scanned.count)
    const key = scanned.bytes.toString('hex', scanned.traceIdAt, scanned.traceIdAt + 16)
    return { index, key, bytes: this.#writer.finish(), samplingRate: 1, evaluations: NONE }
  }

  #written(origin: Received): WrittenOrigin {
    if (this.#origin !== origin) {
      this.#origin = origin
      this.#writtenOrigin = writtenOrigin(origin)
    }
    return this.#writtenOrigin
  }

  /** Whether the span that was just recorded came late. */
  isLate({ receivedAtMs }: Received): boolean {
    return isLateMs(millisecondsAt(this.#scanned.bytes, this.#scanned.endAt), receivedAtMs)
  }

  /** The records of the span that was just not recorded by a plan, which is learned from. */
  learn(item: EncodedItem<RawSpan>, origin: Received, index: number): RecordedPart<RatedRecord> {
    const raws = item.decode()
    const shaped = this.options.shape(raws, origin.receivedAtMs, index)
    const encoded = this.options.publish.encode(shaped.kept, origin)
    const [only] = shaped.kept
    // A plan writes spans and no evaluations.
    if (this.#isPlain && only !== undefined && encoded.kept.length > 0 && !mayJudge(only.raw))
      this.#plans.learn({ scanned: this.#scanned, raw: only.raw, record: only.record }, item.surroundings)
    const late = shaped.kept.filter(({ record }) => isLate(record.endTimeNs, origin.receivedAtMs)).length
    const rejections = [...shaped.rejections, ...encoded.rejections]
    return { kept: encoded.kept, rejections, count: raws.length, late, mended: shaped.mended }
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
