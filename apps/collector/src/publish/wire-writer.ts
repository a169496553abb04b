import type { WireType } from '@bufbuild/protobuf/wire'
import { uint32At } from '@pyflare/otlp'

/** Grown for a large record and given back, so that one of many megabytes is not kept for ever. */
const KEPT_BYTES = 1 << 20
const FIRST_BYTES = 1 << 14
/** As many characters take one byte of length in any case: three bytes each at most. */
const SHORT_TEXT = 42
/** Fewer bytes are copied here: a call out of JavaScript takes longer. */
const SHORT_COPY = 32

/**
 * Protocol buffers' wire format, straight into one buffer that is used again for the next record: what protobuf-es collects
 * in lists of numbers and pieces, and joins at the end, costs a collector more than all it does to a span.
 * Numbers out of the range of their type throw a RangeError.
 */
export class WireWriter {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES)
  #at = 0
  readonly #forks: number[] = []

  tag(field: number, type: WireType): this {
    return this.#varint(field * 8 + type)
  }

  string(value: string): this {
    if (value.length <= SHORT_TEXT) {
      this.#ensure(value.length * 3 + 1)
      const length = this.#bytes.write(value, this.#at + 1)
      this.#bytes[this.#at] = length
      this.#at += length + 1
      return this
    }
    const length = Buffer.byteLength(value)
    this.#varint(length)
    this.#ensure(length)
    this.#at += this.#bytes.write(value, this.#at)
    return this
  }

  bytes(value: Uint8Array): this {
    this.#varint(value.length)
    this.#ensure(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
    return this
  }

  /** Bytes as they stand somewhere else, without their length. */
  raw(bytes: Uint8Array, start: number, end: number): this {
    const length = end - start
    this.#ensure(length)
    if (length > SHORT_COPY) Buffer.prototype.copy.call(bytes, this.#bytes, this.#at, start, end)
    else for (let place = 0; place < length; place++) this.#bytes[this.#at + place] = bytes[start + place] ?? 0
    this.#at += length
    return this
  }

  /** The same behind their length: text and bytes. */
  slice(bytes: Uint8Array, start: number, end: number): this {
    return this.#varint(end - start).raw(bytes, start, end)
  }

  /** An entry of a map of texts: its key, with the tags of key and text (`head`), and its text. */
  entry(head: Uint8Array, text: Uint8Array, start: number, end: number): this {
    const length = end - start
    return this.#varint(head.length + varintLength(length) + length)
      .raw(head, 0, head.length)
      .slice(text, start, end)
  }

  bool(value: boolean): this {
    return this.#varint(value ? 1 : 0)
  }

  uint32(value: number): this {
    if (!Number.isInteger(value) || value < 0 || value > 0xff_ff_ff_ff) throw outOfRange('uint32', value)
    return this.#varint(value)
  }

  sint32(value: number): this {
    if (!Number.isInteger(value) || value < -0x80_00_00_00 || value > 0x7f_ff_ff_ff) throw outOfRange('sint32', value)
    return this.#varint(((value << 1) ^ (value >> 31)) >>> 0)
  }

  int64(value: bigint): this {
    if (BigInt.asIntN(64, value) !== value) throw outOfRange('int64', value)
    return this.#varint64(BigInt.asUintN(64, value))
  }

  uint64(value: bigint): this {
    if (BigInt.asUintN(64, value) !== value) throw outOfRange('uint64', value)
    return this.#varint64(value)
  }

  /** A whole number up to 2^53 - 1. */
  varint(value: number): this {
    return this.#varint(value)
  }

  /** The unsigned number of 64 bits that stands somewhere else as eight bytes, its lowest first. */
  varintAt(bytes: Uint8Array, at: number): this {
    this.#ensure(10)
    let low = uint32At(bytes, at)
    let high = uint32At(bytes, at + 4)
    while (high !== 0 || low > 0x7f) {
      this.#bytes[this.#at++] = (low & 0x7f) | 0x80
      low = ((low >>> 7) | (high << 25)) >>> 0
      high >>>= 7
    }
    this.#bytes[this.#at++] = low
    return this
  }

  fixed64(value: bigint): this {
    this.#ensure(8)
    this.#at = this.#bytes.writeBigUInt64LE(value, this.#at)
    return this
  }

  double(value: number): this {
    this.#ensure(8)
    this.#at = this.#bytes.writeDoubleLE(value, this.#at)
    return this
  }

  /** What follows, up to `join`, stands behind its length. */
  fork(): this {
    this.#ensure(1)
    this.#forks.push(this.#at)
    this.#at += 1
    return this
  }

  join(): this {
    const start = this.#forks.pop() ?? 0
    const length = this.#at - start - 1
    const extra = varintLength(length) - 1
    if (extra > 0) {
      this.#ensure(extra)
      this.#bytes.copyWithin(start + 1 + extra, start + 1, this.#at)
    }
    this.#at = start
    this.#varint(length)
    this.#at += length
    return this
  }

  /** The bytes so far, which are the caller's. The writer is empty then. */
  finish(): Uint8Array {
    const bytes = new Uint8Array(this.#bytes.subarray(0, this.#at))
    this.clear()
    return bytes
  }

  clear(): void {
    this.#at = 0
    this.#forks.length = 0
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafe(FIRST_BYTES)
  }

  #varint(value: number): this {
    this.#ensure(10)
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest % 128) | 0x80
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#at++] = rest
    return this
  }

  #varint64(value: bigint): this {
    if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return this.#varint(Number(value))
    this.#ensure(10)
    // 49 bits are seven digits of a varint, which stand before those of the rest.
    let low = Number(value & LOW_BITS)
    for (let digit = 0; digit < 7; digit++) {
      this.#bytes[this.#at++] = (low % 128) | 0x80
      low = Math.floor(low / 128)
    }
    return this.#varint(Number(value >> 49n))
  }

  #ensure(more: number): void {
    const wanted = this.#at + more
    if (wanted <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(wanted, this.#bytes.length * 2))
    this.#bytes.copy(grown, 0, 0, this.#at)
    this.#bytes = grown
  }
}

const LOW_BITS = (1n << 49n) - 1n

function varintLength(value: number): number {
  let length = 1
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) length++
  return length
}

function outOfRange(type: string, value: number | bigint): RangeError {
  return new RangeError(`${value} is no ${type}`)
}
