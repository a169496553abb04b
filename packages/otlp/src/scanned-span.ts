/** What an attribute's value is, by the number of its field in `AnyValue`. */
export const ValueType = { string: 1, boolean: 2, integer: 3, double: 4, list: 5, bytes: 7 } as const

const MAX_ATTRIBUTES = 256
/** Longer spans are mostly content: what scanning spares is nothing beside it. */
const MAX_BYTES = 256 * 1024
const MAX_KEY_BYTES = 512
const MAX_TAG = (16 << 3) | 7
/** Seven bits each; more hold numbers that a double does not. */
const MAX_VARINT_BYTES = 7
const [VARINT, FIXED64, DELIMITED, FIXED32] = [0, 1, 2, 5]
/** `__REDACTED__`, which says something of the whole span. */
const REDACTED = Buffer.from('__REDACTED__')

/**
 * Where things stand in a span's bytes, found without making anything of them. One is used for many spans, one after the other.
 *
 * It takes what exporters write: each field once and of the type it should have, attributes with a key and one plain value. All else
 * it refuses, to be decoded, repaired or refused by those who make objects.
 */
export class ScannedSpan {
  bytes: Buffer = Buffer.alloc(0)
  /** Where 16 and 8 bytes stand; `parentIdAt` is -1 for a root. */
  traceIdAt = -1
  spanIdAt = -1
  parentIdAt = -1
  traceStateAt = 0
  traceStateEnd = 0
  nameAt = 0
  nameEnd = 0
  startAt = -1
  endAt = -1
  kind = 0
  statusCode = 0
  flags = 0
  droppedAttributes = 0
  droppedEvents = 0
  droppedLinks = 0
  /** Of attributes, in their order: keys, types of values, and values. */
  count = 0
  readonly keyAt = new Int32Array(MAX_ATTRIBUTES)
  readonly keyEnd = new Int32Array(MAX_ATTRIBUTES)
  readonly types = new Uint8Array(MAX_ATTRIBUTES)
  readonly valueAt = new Int32Array(MAX_ATTRIBUTES)
  readonly valueEnd = new Int32Array(MAX_ATTRIBUTES)
  /** The same for spans with the same keys and types; others may have it too. */
  keysHash = 0

  #at = 0
  #seen = 0
  #isPlain = true

  /** Reads the bytes of one span; false for one that is not as exporters write them, or has events, links or a status message. */
  scan(bytes: Buffer): boolean {
    if (bytes.length > MAX_BYTES) return false
    this.#clear(bytes)
    while (this.#isPlain && this.#at < bytes.length) this.#field()
    const isWhole = this.traceIdAt >= 0 && this.spanIdAt >= 0 && this.startAt >= 0 && this.endAt >= 0
    return this.#isPlain && isWhole && !this.#isOwnParent()
  }

  #clear(bytes: Buffer): void {
    this.bytes = bytes
    this.traceIdAt = this.spanIdAt = this.parentIdAt = this.startAt = this.endAt = -1
    this.traceStateAt = this.traceStateEnd = this.nameAt = this.nameEnd = 0
    this.kind = this.statusCode = this.flags = 0
    this.droppedAttributes = this.droppedEvents = this.droppedLinks = 0
    this.count = this.keysHash = this.#at = this.#seen = 0
    this.#isPlain = true
  }

  #field(): void {
    const tag = this.#varint()
    if (tag === ((9 << 3) | DELIMITED)) {
      this.#attribute()
      return
    }
    // Of what comes twice the last one counts, or the parts are merged.
    const bit = 1 << (tag >>> 3)
    if (tag > MAX_TAG || (this.#seen & bit) !== 0) this.#refuse()
    this.#seen |= bit
    this.#ownField(tag)
  }

  #ownField(tag: number): void {
    switch (tag) {
      case (1 << 3) | DELIMITED:
        this.traceIdAt = this.#id(16)
        break
      case (2 << 3) | DELIMITED:
        this.spanIdAt = this.#id(8)
        break
      case (3 << 3) | DELIMITED:
        this.traceStateEnd = this.#delimited()
        this.traceStateAt = this.#skipTo(this.traceStateEnd)
        break
      case (4 << 3) | DELIMITED:
        if (this.bytes[this.#at] === 0) this.#at++
        else this.parentIdAt = this.#id(8)
        break
      case (5 << 3) | DELIMITED:
        this.nameEnd = this.#delimited()
        this.nameAt = this.#skipTo(this.nameEnd)
        break
      case (6 << 3) | VARINT:
        this.kind = this.#varint()
        break
      case (7 << 3) | FIXED64:
        this.startAt = this.#skipTo(this.#at + 8)
        break
      case (8 << 3) | FIXED64:
        this.endAt = this.#skipTo(this.#at + 8)
        break
      case (10 << 3) | VARINT:
        this.droppedAttributes = this.#uint32()
        break
      case (12 << 3) | VARINT:
        this.droppedEvents = this.#uint32()
        break
      case (14 << 3) | VARINT:
        this.droppedLinks = this.#uint32()
        break
      case (15 << 3) | DELIMITED:
        this.#status()
        break
      case (16 << 3) | FIXED32:
        this.flags = uint32At(this.bytes, this.#skipTo(this.#at + 4))
        break
      default:
        this.#refuse()
    }
  }

  /** Key and value, in this order, and nothing else. */
  #attribute(): void {
    const { bytes, count } = this
    const end = this.#delimited()
    if (count >= MAX_ATTRIBUTES || bytes[this.#at++] !== ((1 << 3) | DELIMITED)) this.#refuse()
    const keyEnd = this.#delimited()
    const keyAt = this.#skipTo(keyEnd)
    if (keyEnd === keyAt || keyEnd - keyAt > MAX_KEY_BYTES) this.#refuse()
    if (bytes[this.#at++] !== ((2 << 3) | DELIMITED) || this.#delimited() !== end) this.#refuse()
    const type = this.#isPlain ? this.#value(end) : 0
    this.keyAt[count] = keyAt
    this.keyEnd[count] = keyEnd
    this.types[count] = type
    this.valueEnd[count] = end
    this.count++
    this.keysHash = mixKey(this.keysHash, bytes, keyAt, keyEnd, type)
    this.#at = end
  }

  /** One value that ends where its message does; its type. */
  #value(end: number): number {
    const { bytes, count } = this
    const tag = this.#at < end ? (bytes[this.#at++] ?? 0) : 0
    switch (tag) {
      case (ValueType.string << 3) | DELIMITED:
        if (this.#delimited() !== end || this.#isSpecial(this.#at, end)) this.#refuse()
        break
      case (ValueType.list << 3) | DELIMITED:
      case (ValueType.bytes << 3) | DELIMITED:
        if (this.#delimited() !== end) this.#refuse()
        break
      case (ValueType.boolean << 3) | VARINT:
        if (end - this.#at !== 1 || (bytes[this.#at] ?? 2) > 1) this.#refuse()
        break
      case (ValueType.integer << 3) | VARINT:
        this.#integer(end)
        break
      case (ValueType.double << 3) | FIXED64:
        if (end - this.#at !== 8) this.#refuse()
        break
      default:
        this.#refuse()
    }
    if (tag !== ((ValueType.integer << 3) | VARINT)) this.valueAt[count] = this.#at
    return tag >>> 3
  }

  #integer(end: number): void {
    this.valueAt[this.count] = this.#at
    this.#varint()
    if (this.#at !== end) this.#refuse()
  }

  /** A text that decoders treat in a way of their own: one that begins with a byte order mark; and the one that says that text was left out. */
  #isSpecial(at: number, end: number): boolean {
    const first = this.bytes[at]
    if (first === 0xef) return this.bytes[at + 1] === 0xbb && this.bytes[at + 2] === 0xbf
    return (
      first === REDACTED[0] && end - at === REDACTED.length && isEqual(this.bytes, at, REDACTED, 0, REDACTED.length)
    )
  }

  /** A code alone. */
  #status(): void {
    const end = this.#delimited()
    if (end === this.#at) return
    this.statusCode = this.bytes[this.#at + 1] ?? 0
    if (end - this.#at !== 2 || this.bytes[this.#at] !== ((3 << 3) | VARINT) || this.statusCode > 0x7f) this.#refuse()
    this.#at = end
  }

  #isOwnParent(): boolean {
    return this.parentIdAt >= 0 && isEqual(this.bytes, this.parentIdAt, this.bytes, this.spanIdAt, 8)
  }

  /** Where an id of so many bytes stands, which are not all zero. */
  #id(length: number): number {
    const at = this.#skipTo(this.#delimited())
    if (this.#at - at !== length) this.#refuse()
    for (let place = at; place < this.#at; place++) if (this.bytes[place] !== 0) return at
    this.#refuse()
    return at
  }

  /** Goes on at `end`; where it was before. */
  #skipTo(end: number): number {
    const at = this.#at
    if (end > this.bytes.length) this.#refuse()
    this.#at = Math.min(end, this.bytes.length)
    return at
  }

  /** The end of what begins behind a length. */
  #delimited(): number {
    const length = this.#varint()
    const end = this.#at + length
    if (end > this.bytes.length) this.#refuse()
    return Math.min(end, this.bytes.length)
  }

  #uint32(): number {
    const value = this.#varint()
    if (value > 0xff_ff_ff_ff) this.#refuse()
    return value
  }

  /** Of seven bytes at most: longer ones hold numbers that a double does not. */
  #varint(): number {
    const { bytes } = this
    let value = 0
    let factor = 1
    for (let place = 0; place < MAX_VARINT_BYTES && this.#at < bytes.length; place++) {
      const byte = bytes[this.#at++] ?? 0
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
    this.#refuse()
    return 0
  }

  #refuse(): void {
    this.#isPlain = false
  }
}

export function isEqual(left: Uint8Array, at: number, right: Uint8Array, from: number, length: number): boolean {
  for (let place = 0; place < length; place++) if (left[at + place] !== right[from + place]) return false
  return true
}

export function uint32At(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0
}

/** A few bytes of a key tell most keys of a library apart. */
function mixKey(hash: number, bytes: Uint8Array, at: number, end: number, type: number): number {
  const ends = ((bytes[end - 1] ?? 0) << 16) | ((bytes[end - 3] ?? 0) << 8) | (bytes[(at + end) >>> 1] ?? 0)
  const mixed = Math.imul(hash ^ (((end - at) << 4) | type), 0x01000193)
  return Math.imul(mixed ^ ends, 0x85ebca6b) ^ (mixed >>> 15)
}
