const FIRST_BYTES = 1 << 16
const SHORT_TEXT = 40
const TWO_TO_32 = 2 ** 32

/**
 * Rows in ClickHouse's `RowBinary`: the values of the columns one after another, numbers with their lowest byte first. What has no
 * place in a number of 64 bits loses its highest ones, as it does where ClickHouse reads text.
 */
export class RowBinary {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES)
  #view = viewOf(this.#bytes)
  #at = 0

  /** For `String`. Halves of characters become U+FFFD. */
  text(value: string): void {
    if (this.#shortAscii(value)) return
    const length = Buffer.byteLength(value)
    this.#varint(length)
    this.#ensure(length)
    this.#at += this.#bytes.write(value, this.#at)
  }

  /** For `String`. */
  bytes(value: Uint8Array): void {
    this.#varint(value.length)
    this.#ensure(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  /** For `FixedString`, of so many bytes: zeros follow what is shorter. */
  hex(value: string, length: number): void {
    this.#ensure(length)
    const written = this.#bytes.write(value, this.#at, length, 'hex')
    if (written < length) this.#bytes.fill(0, this.#at + written, this.#at + length)
    this.#at += length
  }

  /** For `Bool` and `UInt8`. */
  uint8(value: number | boolean): void {
    this.#ensure(1)
    this.#bytes[this.#at++] = Number(value)
  }

  uint32(value: number): void {
    this.#ensure(4)
    this.#view.setUint32(this.#at, value, true)
    this.#at += 4
  }

  /** For `Int64`, `UInt64`, and `DateTime64` in its own unit. */
  int64(value: bigint | number): void {
    this.#ensure(8)
    if (typeof value === 'bigint') {
      this.#view.setBigInt64(this.#at, value, true)
    } else {
      const high = Math.floor(value / TWO_TO_32)
      this.#view.setUint32(this.#at, value - high * TWO_TO_32, true)
      this.#view.setInt32(this.#at + 4, high, true)
    }
    this.#at += 8
  }

  /** For `Nullable` of the same. */
  nullableInt64(value: bigint | number | undefined): void {
    this.uint8(value === undefined)
    if (value !== undefined) this.int64(value)
  }

  /** For `Array(String)`. */
  texts(values: readonly string[]): void {
    this.#varint(values.length)
    for (const value of values) this.text(value)
  }

  /** For `Map(String, String)`. */
  textMap(values: Readonly<Record<string, string>>): void {
    const entries = Object.entries(values)
    this.#varint(entries.length)
    for (const [key, value] of entries) {
      this.text(key)
      this.text(value)
    }
  }

  /** All that was written: the caller's from now on. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#at)
  }

  /** Most texts are short, and a call out of JavaScript takes longer than to copy them here. */
  #shortAscii(value: string): boolean {
    const length = value.length
    if (length > SHORT_TEXT) return false
    this.#ensure(length + 1)
    const start = this.#at + 1
    for (let place = 0; place < length; place++) {
      const code = value.charCodeAt(place)
      if (code > 0x7f) return false
      this.#bytes[start + place] = code
    }
    this.#bytes[this.#at] = length
    this.#at = start + length
    return true
  }

  #varint(value: number): void {
    this.#ensure(8)
    let rest = value
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#bytes[this.#at++] = (rest % 128) | 0x80
    this.#bytes[this.#at++] = rest
  }

  #ensure(more: number): void {
    const wanted = this.#at + more
    if (wanted <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(wanted, this.#bytes.length * 2))
    this.#bytes.copy(grown, 0, 0, this.#at)
    this.#bytes = grown
    this.#view = viewOf(grown)
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length)
}
