import { WireType } from '@bufbuild/protobuf/wire'
import { printValue, type RawSpan, type StringMap, typesOf } from '@pyflare/domain'
import { isText, type ScannedAttributes, ValueType } from '@pyflare/otlp'
import { TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import { fieldWriters } from '../publish/record-encoder.ts'
import { WireWriter } from '../publish/wire-writer.ts'
import type { Step } from './step.ts'

interface PlannedAttribute {
  key: string
  /** The entry of a map: whole where it does not differ; else what stands before the value's length. */
  entry: Uint8Array
  isVarying: boolean
  /** The entry that tells its type; empty for text. */
  type: Uint8Array
}

/** The maps of what is left of a span's attributes, and of their types. */
export class AttributeSteps {
  readonly #attributes: readonly PlannedAttribute[]

  constructor(
    { attributes }: RawSpan,
    varying: ReadonlySet<number>,
    private readonly scanned: ScannedAttributes,
  ) {
    const types = typesOf(attributes, new Set())
    this.#attributes = [...attributes].map(([key, value], place) => ({
      key,
      entry: varying.has(place) ? headOf(key) : entryOf('attributes', key, printValue(value)),
      isVarying: varying.has(place),
      type: typeof value === 'string' ? NOTHING : entryOf('attributeTypes', key, types[key] ?? ''),
    }))
  }

  readonly values: Step = (writer, { span, read: { moved } }) => {
    for (let place = 0; place < this.#attributes.length; place++) {
      const attribute = this.#attributes[place]
      if (attribute === undefined || moved.has(attribute.key)) continue
      const { entry, isVarying } = attribute
      if (!isVarying) writer.raw(entry, 0, entry.length)
      else if (span.types[place] === ValueType.string) {
        const [start = 0, end = 0] = [span.valueAt[place], span.valueEnd[place]]
        // Text is copied as it came, if it is some.
        if (!isText(span.bytes, start, end)) this.scanned.isBroken = true
        writer.tag(ATTRIBUTES, WireType.LengthDelimited).entry(entry, span.bytes, start, end)
      } else {
        const text = Buffer.from(printValue(this.scanned.at(place)))
        writer.tag(ATTRIBUTES, WireType.LengthDelimited).entry(entry, text, 0, text.length)
      }
    }
  }

  readonly types: Step = (writer, { read: { moved } }) => {
    for (const { key, type } of this.#attributes) {
      if (type.length > 0 && !moved.has(key)) writer.raw(type, 0, type.length)
    }
  }
}

const NOTHING = new Uint8Array(0)
const MAPS = new Map(fieldWriters(TraceBatch_TraceRecordSchema).map((field) => [field.name, field]))
const ATTRIBUTES = MAPS.get('attributes')?.number ?? 0

/** One entry of a map of texts, as the encoder of records writes it. */
function entryOf(map: 'attributes' | 'attributeTypes', key: string, text: string): Uint8Array {
  const entry: StringMap = Object.create(null)
  entry[key] = text
  const writer = new WireWriter()
  MAPS.get(map)?.write(writer, entry)
  return writer.finish()
}

/** An entry up to the length of its text: the key, and the tag of the text. */
function headOf(key: string): Uint8Array {
  return new WireWriter().tag(1, WireType.LengthDelimited).string(key).tag(2, WireType.LengthDelimited).finish()
}
