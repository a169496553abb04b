import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { WireType } from '@bufbuild/protobuf/wire'
import { WireWriter } from './wire-writer.ts'

type WriteField = (writer: WireWriter, value: unknown) => void

/** How a field of a record is written: nothing where its value is what readers take for granted. */
export interface FieldWriter {
  name: string
  number: number
  write: WriteField
}

/**
 * Makes an encoder of the records of a schema, by the schema's own fields: `toBinary` reflects on every field of every record,
 * which costs more than all that the pipeline does. Takes scalars, lists of scalars and maps of texts; throws for others.
 * `over` stands before what the record says, undefined too, and saves a copy of the whole record.
 */
export function createRecordEncoder(schema: DescMessage): (record: object, over?: object) => Uint8Array {
  const fields = fieldWriters(schema)
  const writer = new WireWriter()
  return (record, over = {}) => {
    writer.clear()
    for (const { name, write } of fields) {
      const value: unknown = Reflect.get(name in over ? over : record, name)
      if (value !== undefined) write(writer, value)
    }
    return writer.finish()
  }
}

/** The fields of a schema, in the order in which a record has them. */
export function fieldWriters(schema: DescMessage): FieldWriter[] {
  return schema.fields.map((field) => ({ name: field.localName, number: field.number, write: writerOf(field) }))
}

function writerOf(field: DescField): WriteField {
  if (field.fieldKind === 'map') return textMap(field.number)
  if (field.fieldKind === 'list' && field.listKind === 'scalar') return list(field.number, field.scalar)
  if (field.fieldKind !== 'scalar') throw new Error(`No record has a field like ${field.name}.`)
  const { number } = field
  const { wireType, write, isDefault } = scalarOf(field.scalar)
  const hasPresence = field.proto.proto3Optional
  return (writer, value) => {
    if (hasPresence || !isDefault(value)) write(writer.tag(number, wireType), value)
  }
}

function list(number: number, scalar: ScalarType): WriteField {
  const { wireType, write } = scalarOf(scalar)
  return (writer, value) => {
    const values = value as readonly unknown[]
    if (values.length === 0) return
    if (wireType === WireType.LengthDelimited) {
      for (const each of values) write(writer.tag(number, wireType), each)
      return
    }
    writer.tag(number, WireType.LengthDelimited).fork()
    for (const each of values) write(writer, each)
    writer.join()
  }
}

function textMap(number: number): WriteField {
  return (writer, value) => {
    for (const [key, text] of Object.entries(value as Record<string, string>)) {
      writer.tag(number, WireType.LengthDelimited).fork()
      writer.tag(1, WireType.LengthDelimited).string(key).tag(2, WireType.LengthDelimited).string(text)
      writer.join()
    }
  }
}

interface Scalar {
  wireType: WireType
  write: (writer: WireWriter, value: never) => unknown
  isDefault: (value: unknown) => boolean
}

const isZero = (value: unknown) => value === 0 || value === 0n
const isEmpty = (value: unknown) => (value as { length: number }).length === 0

const SCALARS: Partial<Record<ScalarType, Scalar>> = {
  [ScalarType.STRING]: {
    wireType: WireType.LengthDelimited,
    write: (writer, value: string) => writer.string(value),
    isDefault: isEmpty,
  },
  [ScalarType.BYTES]: {
    wireType: WireType.LengthDelimited,
    write: (writer, value: Uint8Array) => writer.bytes(value),
    isDefault: isEmpty,
  },
  [ScalarType.BOOL]: {
    wireType: WireType.Varint,
    write: (writer, value: boolean) => writer.bool(value),
    isDefault: (value) => value === false,
  },
  [ScalarType.UINT32]: {
    wireType: WireType.Varint,
    write: (writer, value: number) => writer.uint32(value),
    isDefault: isZero,
  },
  [ScalarType.SINT32]: {
    wireType: WireType.Varint,
    write: (writer, value: number) => writer.sint32(value),
    isDefault: isZero,
  },
  [ScalarType.INT64]: {
    wireType: WireType.Varint,
    write: (writer, value: bigint) => writer.int64(value),
    isDefault: isZero,
  },
  [ScalarType.UINT64]: {
    wireType: WireType.Varint,
    write: (writer, value: bigint) => writer.uint64(value),
    isDefault: isZero,
  },
  [ScalarType.FIXED64]: {
    wireType: WireType.Bit64,
    write: (writer, value: bigint) => writer.fixed64(value),
    isDefault: isZero,
  },
  [ScalarType.DOUBLE]: {
    wireType: WireType.Bit64,
    write: (writer, value: number) => writer.double(value),
    isDefault: (value) => Object.is(value, 0),
  },
}

function scalarOf(type: ScalarType): {
  wireType: WireType
  write: (writer: WireWriter, value: unknown) => void
  isDefault: Scalar['isDefault']
} {
  const scalar = SCALARS[type]
  if (scalar === undefined) throw new Error(`No record has a scalar of type ${ScalarType[type]}.`)
  return scalar as ReturnType<typeof scalarOf>
}
