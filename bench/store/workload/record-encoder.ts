import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'

/** Bytes that grow; text goes in without an object of its own, which is what `toBinary` spends most of its time on. */
class Bytes {
  #buffer = Buffer.allocUnsafe(1 << 20)
  #length = 0

  byte(value: number): void {
    this.#room(1)
    this.#buffer[this.#length++] = value
  }

  varint(value: number): void {
    let rest = value
    while (rest > 127) {
      this.byte((rest % 128) | 128)
      rest = Math.floor(rest / 128)
    }
    this.byte(rest)
  }

  bigVarint(value: bigint): void {
    let rest = BigInt.asUintN(64, value)
    while (rest > 127n) {
      this.byte(Number(rest & 127n) | 128)
      rest >>= 7n
    }
    this.byte(Number(rest))
  }

  fixed64(value: bigint): void {
    this.#room(8)
    this.#length = this.#buffer.writeBigUInt64LE(BigInt.asUintN(64, value), this.#length)
  }

  double(value: number): void {
    this.#room(8)
    this.#length = this.#buffer.writeDoubleLE(value, this.#length)
  }

  text(value: string): void {
    const length = Buffer.byteLength(value)
    this.varint(length)
    this.#room(length)
    this.#length += this.#buffer.write(value, this.#length)
  }

  bytes(value: Uint8Array): void {
    this.varint(value.length)
    this.#room(value.length)
    this.#buffer.set(value, this.#length)
    this.#length += value.length
  }

  /** What `write` writes, with its length before it. Lengths take four bytes, however small they are. */
  delimited(write: () => void): void {
    this.#room(4)
    const at = this.#length
    this.#length += 4
    write()
    const length = this.#length - at - 4
    for (let byte = 0; byte < 4; byte++) {
      this.#buffer[at + byte] = ((length >>> (7 * byte)) & 127) | (byte < 3 ? 128 : 0)
    }
  }

  take(): Uint8Array {
    const taken = new Uint8Array(this.#buffer.subarray(0, this.#length))
    this.#length = 0
    return taken
  }

  #room(length: number): void {
    if (this.#length + length <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(2 * this.#buffer.length + length)
    larger.set(this.#buffer.subarray(0, this.#length))
    this.#buffer = larger
  }
}

/** Encodes batches of records of a schema whose one field is the list of records. */
export function createBatchEncoder(batch: DescMessage): (records: readonly object[]) => Uint8Array {
  const [list] = batch.fields
  if (list?.message === undefined) throw new Error(`${batch.typeName} has no list of records.`)
  const fields = list.message.fields
  const bytes = new Bytes()
  return (records) => {
    for (const record of records) {
      bytes.varint((list.number << 3) | 2)
      bytes.delimited(() => {
        for (const field of fields) {
          const value: unknown = Reflect.get(record, field.localName)
          if (value !== undefined) writeField(bytes, field, value)
        }
      })
    }
    return bytes.take()
  }
}

function writeField(bytes: Bytes, field: DescField, value: unknown): void {
  if (field.fieldKind === 'map') {
    for (const [key, text] of Object.entries(value as Record<string, string>)) {
      tag(bytes, field.number, 2)
      bytes.delimited(() => {
        writeScalar(bytes, 1, ScalarType.STRING, key)
        writeScalar(bytes, 2, ScalarType.STRING, text)
      })
    }
  } else if (field.fieldKind === 'list' && field.listKind === 'scalar') {
    for (const each of value as readonly unknown[]) writeScalar(bytes, field.number, field.scalar, each)
  } else if (field.fieldKind === 'scalar') {
    writeScalar(bytes, field.number, field.scalar, value)
  }
}

function writeScalar(bytes: Bytes, number: number, type: ScalarType, value: unknown): void {
  const [wireType, write] = WRITERS[type] ?? SMALL_NUMBER
  tag(bytes, number, wireType)
  write(bytes, value as never)
}

type Writer = readonly [wireType: number, write: (bytes: Bytes, value: never) => void]

const BIG_NUMBER: Writer = [0, (bytes, value: bigint) => bytes.bigVarint(value)]
/** Booleans, and whole numbers of 32 bits that are never negative in the workload. */
const SMALL_NUMBER: Writer = [0, (bytes, value: number | boolean) => bytes.varint(Number(value))]
const WRITERS: Partial<Record<ScalarType, Writer>> = {
  [ScalarType.STRING]: [2, (bytes, value: string) => bytes.text(value)],
  [ScalarType.BYTES]: [2, (bytes, value: Uint8Array) => bytes.bytes(value)],
  [ScalarType.DOUBLE]: [1, (bytes, value: number) => bytes.double(value)],
  [ScalarType.FIXED64]: [1, (bytes, value: bigint) => bytes.fixed64(value)],
  [ScalarType.INT64]: BIG_NUMBER,
  [ScalarType.UINT64]: BIG_NUMBER,
}

function tag(bytes: Bytes, number: number, wireType: number): void {
  bytes.varint((number << 3) | wireType)
}
