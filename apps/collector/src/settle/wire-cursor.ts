import { PyflareError } from '@pyflare/observe'

/** A place in an encoded message, which moves on with what is read. */
export class WireCursor {
  #at = 0

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length
  }

  /** Of at most 53 bits. */
  number(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte()
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }

  /** Of 64 bits, signed. */
  long(): bigint {
    let [low, high] = [0, 0]
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte()
      // The low part holds what 4 bytes of the encoding can say.
      if (shift < 28) low += (byte & 127) * 2 ** shift
      else high += (byte & 127) * 2 ** (shift - 28)
      if (byte < 128) return BigInt.asIntN(64, (BigInt(high) << 28n) | BigInt(low))
    }
    throw corrupt()
  }

  double(): number {
    return this.bytes.readDoubleLE(this.#move(8))
  }

  text(): string {
    const size = this.number()
    const from = this.#move(size)
    return this.bytes.toString('utf8', from, from + size)
  }

  hex(): string {
    const size = this.number()
    const from = this.#move(size)
    return this.bytes.toString('hex', from, from + size)
  }

  /** Passes over a value that has a length, which it returns. */
  size(): number {
    const size = this.number()
    this.#move(size)
    return size
  }

  skip(wireType: number): void {
    if (wireType === 2) this.size()
    else if (wireType === 1) this.#move(8)
    else if (wireType === 5) this.#move(4)
    else if (wireType === 0) this.number()
    else throw corrupt()
  }

  #byte(): number {
    const byte = this.bytes[this.#at++]
    if (byte === undefined) throw corrupt()
    return byte
  }

  /** Returns where it was. */
  #move(bytes: number): number {
    const from = this.#at
    this.#at += bytes
    if (this.#at > this.bytes.length) throw corrupt()
    return from
  }
}

function corrupt(): PyflareError {
  return new PyflareError('corrupt_data', 'A message of the event log is not a batch of spans.')
}
