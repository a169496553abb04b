import { WireType } from '@bufbuild/protobuf/wire'
import { type NormalizedSpan, type PlannedSpan, type PlanReader, type RawSpan, ReadingPlan } from '@pyflare/domain'
import { isText, ScannedAttributes, type ScannedSpan } from '@pyflare/otlp'
import { TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import type { SpanRecord } from '../pipeline/records.ts'
import { type HeldContent, heldContent } from '../publish/held-content.ts'
import { type FieldWriter, fieldWriters } from '../publish/record-encoder.ts'
import { WireWriter } from '../publish/wire-writer.ts'
import { AttributeSteps } from './attribute-steps.ts'
import { ScannedTimes } from './scanned-times.ts'
import type { SpanAtHand, Step } from './step.ts'
import type { WrittenOrigin } from './written-origin.ts'

const FIELDS = fieldWriters(TraceBatch_TraceRecordSchema)
const MAX_TRACE_STATE = 512

/** A span that went the readable way, as it was scanned, as it was read, and what is kept of it. */
export interface ModelSpan {
  scanned: ScannedSpan
  raw: RawSpan
  record: SpanRecord
}

/** Writes the records of spans that are like a model, from their bytes: what does not differ is written once and copied. */
export class SpanPlan {
  readonly #varying: ReadonlySet<number>
  readonly #attributes: ScannedAttributes
  readonly #times = new ScannedTimes()
  readonly #reader: PlanReader
  readonly #heldOf: (read: PlannedSpan) => HeldContent
  readonly #steps: readonly Step[]

  /** `mayVary`: see `ReadingPlan.of`. Undefined for a model that there can be no plan for. */
  static of(model: ModelSpan, mayVary: (place: number, differs: 'seldom' | 'often') => boolean): SpanPlan | undefined {
    const keys = [...model.raw.attributes.keys()]
    if (keys.length !== model.scanned.count || model.record.contentRedacted) return undefined
    const varying = new Set<number>()
    const places = new Map(keys.map((key, place) => [key, place]))
    const reading = ReadingPlan.of(model.raw, (key, differs) => {
      const place = places.get(key) ?? -1
      if (!mayVary(place, differs)) return false
      varying.add(place)
      return true
    })
    return reading === undefined ? undefined : new SpanPlan(model, keys, varying, reading)
  }

  private constructor(model: ModelSpan, keys: readonly string[], varying: ReadonlySet<number>, reading: ReadingPlan) {
    this.#varying = varying
    this.#attributes = new ScannedAttributes(keys)
    this.#reader = reading.readerOf({ attributes: this.#attributes, times: this.#times })
    this.#heldOf = holderOf(model.record, reading)
    const attributes = new AttributeSteps(model.raw, varying, this.#attributes)
    this.#steps = stepsOf(model.record, reading, attributes)
  }

  /** Whether the attribute at a place may have another value than the model's. */
  varies(place: number): boolean {
    return this.#varying.has(place)
  }

  /** Writes a span's record, all but its sampling rate. False where it can't, for the span is not so plain after all. */
  write(writer: WireWriter, span: ScannedSpan, origin: WrittenOrigin): boolean {
    this.#times.use(span)
    this.#attributes.use(span)
    if (!this.#times.areSane(origin.receivedAtMs) || !isPlainState(span)) return false
    const read = this.#reader.read()
    const at: SpanAtHand = { span, origin, times: this.#times, read, held: this.#heldOf(read) }
    writer.clear()
    for (const step of this.#steps) step(writer, at)
    return !this.#attributes.isBroken
  }
}

function isPlainState({ bytes, traceStateAt, traceStateEnd }: ScannedSpan): boolean {
  if (traceStateEnd === traceStateAt) return true
  return (
    traceStateEnd - traceStateAt <= MAX_TRACE_STATE &&
    bytes[traceStateAt] !== 0xef &&
    isText(bytes, traceStateAt, traceStateEnd)
  )
}

type OwnField = keyof SpanRecord | keyof HeldContent | 'projectId' | 'receivedAtMs'

/** Fields of the span itself, which differ in each: copied from its bytes, as their writers would write them. */
const OWN: Partial<Record<OwnField, (field: FieldWriter) => Step>> = {
  projectId:
    () =>
    (writer, { origin }) =>
      writer.raw(origin.projectId, 0, origin.projectId.length),
  receivedAtMs:
    () =>
    (writer, { origin }) =>
      writer.raw(origin.receivedAt, 0, origin.receivedAt.length),
  traceId: copied(({ traceIdAt }) => traceIdAt, 16),
  spanId: copied(({ spanIdAt }) => spanIdAt, 8),
  parentSpanId: copied(({ parentIdAt }) => parentIdAt, 8),
  traceState:
    ({ number }) =>
    (writer, { span: { bytes, traceStateAt, traceStateEnd } }) => {
      if (traceStateEnd > traceStateAt)
        writer.tag(number, WireType.LengthDelimited).slice(bytes, traceStateAt, traceStateEnd)
    },
  flags: said(({ span }) => span.flags),
  startTimeNs: moment(({ startAt }) => startAt),
  endTimeNs: moment(({ endAt }) => endAt),
  durationNs:
    ({ number, write }) =>
    (writer, { times }) => {
      const duration = times.exactDurationNs
      if (duration === undefined) write(writer, times.durationNs)
      else if (duration > 0) writer.tag(number, WireType.Varint).varint(duration)
    },
  droppedAttributesCount: said(({ span }) => span.droppedAttributes),
  droppedEventsCount: said(({ span }) => span.droppedEvents),
  droppedLinksCount: said(({ span }) => span.droppedLinks),
  input: said(({ held }) => held.input),
  inputHeldBy: said(({ held }) => held.inputHeldBy),
  output: said(({ held }) => held.output),
  outputHeldBy: said(({ held }) => held.outputHeldBy),
  contentFrom: said(({ read }) => read.contentFrom),
  contentFacts: said(({ read }) => read.contentFacts),
  normalizeConflict: said(({ read }) => read.conflicts),
}

/** What is at hand as it is. */
function said(find: (at: SpanAtHand) => unknown): (field: FieldWriter) => Step {
  return ({ write }) =>
    (writer, at) =>
      write(writer, find(at))
}

/** A time that stands in a span's bytes. */
function moment(placeOf: (span: ScannedSpan) => number): (field: FieldWriter) => Step {
  return ({ number }) =>
    (writer, { span }) =>
      writer.tag(number, WireType.Varint).varintAt(span.bytes, placeOf(span))
}

/** So many bytes of a span, if it has them. */
function copied(placeOf: (span: ScannedSpan) => number, length: number): (field: FieldWriter) => Step {
  return ({ number }) =>
    (writer, { span }) => {
      const place = placeOf(span)
      if (place >= 0) writer.tag(number, WireType.LengthDelimited).slice(span.bytes, place, place + length)
    }
}

/** Finds what is held by which column in a span that was read: content and documents are read by readings of their own. */
function holderOf(record: SpanRecord, reading: ReadingPlan): (read: PlannedSpan) => HeldContent {
  const [content, documents] = [reading.placeOf('input'), reading.placeOf('retrievedDocuments')]
  return ({ columns }) => {
    const found = (columns[documents] ?? record) as SpanRecord
    return heldContent((columns[content] ?? record) as SpanRecord, found.retrievedDocuments)
  }
}

/** The fields in their order; those beside each other that do not differ are one step. */
function stepsOf(record: SpanRecord, reading: ReadingPlan, attributes: AttributeSteps): Step[] {
  const steps: Step[] = []
  let pending: { place: number; fields: FieldWriter[] } = { place: -1, fields: [] }
  const flush = (place: number) => {
    if (pending.fields.length > 0) steps.push(stepOf(record, pending))
    pending = { place, fields: [] }
  }
  for (const field of FIELDS) {
    const own = OWN[field.name as keyof typeof OWN]
    if (field.name === 'samplingRate') continue
    if (own !== undefined || field.name === 'attributes' || field.name === 'attributeTypes') {
      flush(-1)
      if (own === undefined) steps.push(field.name === 'attributes' ? attributes.values : attributes.types)
      else steps.push(own(field))
      continue
    }
    const place = reading.placeOf(field.name as keyof NormalizedSpan)
    if (place !== pending.place) flush(place)
    pending.fields.push(field)
  }
  flush(-1)
  return steps
}

/** Fields of one reading (its place; -1 for what is the same in all spans): the model's, or what was read again. */
function stepOf(record: SpanRecord, { place, fields }: { place: number; fields: readonly FieldWriter[] }): Step {
  const lasting = new WireWriter()
  for (const { name, write } of fields) writeField(write, lasting, Reflect.get(record, name))
  const model = lasting.finish()
  return (writer, { read }) => {
    const columns = place < 0 ? undefined : read.columns[place]
    if (columns === undefined) writer.raw(model, 0, model.length)
    else for (const { name, write } of fields) writeField(write, writer, columns[name as keyof NormalizedSpan])
  }
}

function writeField(write: FieldWriter['write'], writer: WireWriter, value: unknown): void {
  if (value !== undefined) write(writer, value)
}
