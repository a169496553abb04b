import type { Attributes, AttributeValue } from '@pyflare/domain'
import { countValues } from './count-values.ts'

export interface AttributeLimits {
  maxAttributes: number
  /** Characters (UTF-16 units) of a text, and bytes of a blob. */
  maxValueLength: number
}

/** Of one item, summed over all of its values: what a message of the log can carry several times over. */
export const MAX_ITEM_LENGTH = 4 * 1024 * 1024
/** Of what is read before it is cut, of one value and of all together: as long as a request may be. */
const MAX_READ_LENGTH = 16 * 1024 * 1024
/** Texts and structures of JSON in all of an item's texts: as many as 4 MiB of it have. */
const MAX_ITEM_VALUES = 256 * 1024
/** Shorter texts hold few values. */
const MIN_COUNTED = 1024
export const MAX_KEY_LENGTH = 512
const MAX_LIST = 10_000

/** Brings the values of one item within bounds, and remembers what that cost. */
export class AttributeLimiter {
  isTruncated = false
  /** Of the longest value. */
  longest = 0
  readonly #counted: string[] = []
  #left: number

  /** For values that are kept as this leaves them. */
  static ofKept(limits: AttributeLimits): AttributeLimiter {
    return new AttributeLimiter(limits, MAX_ITEM_LENGTH)
  }

  /** For values that are read whole, and cut when that is done. */
  static ofRead({ maxAttributes }: AttributeLimits): AttributeLimiter {
    return new AttributeLimiter({ maxAttributes, maxValueLength: MAX_READ_LENGTH }, MAX_READ_LENGTH)
  }

  private constructor(
    private readonly limits: AttributeLimits,
    private readonly maxLength: number,
  ) {
    this.#left = maxLength
  }

  /** Of all values together. */
  get length(): number {
    return this.maxLength - this.#left
  }

  /** Whether there is more JSON of small values in its texts than is read whole. */
  get isCrowded(): boolean {
    let left = MAX_ITEM_VALUES
    for (const text of this.#counted) {
      left -= countValues(text)
      if (left < 0) return true
    }
    return false
  }

  /** The first `maxAttributes` with a usable key; the same map where nothing had to be done. `dropped`: how many are not there. */
  attributes(
    attributes: Attributes,
    maxAttributes = this.limits.maxAttributes,
  ): { attributes: Attributes; dropped: number } {
    const kept = new Map<string, AttributeValue>()
    let isSame = true
    for (const [key, value] of attributes) {
      if (kept.size >= maxAttributes) break
      if (key === '' || key.length > MAX_KEY_LENGTH || this.#left <= 0) continue
      const limited = this.#value(value)
      isSame &&= limited === value
      kept.set(key, limited)
    }
    const dropped = attributes.size - kept.size
    return dropped === 0 && isSame ? { attributes, dropped } : { attributes: kept, dropped }
  }

  text(text: string, maxLength = this.limits.maxValueLength): string {
    const length = Math.min(maxLength, Math.max(0, this.#left))
    const cut = cutText(text, length)
    if (cut !== text) this.isTruncated = true
    if (cut.length >= MIN_COUNTED) this.#counted.push(cut)
    this.#count(cut.length)
    return cut
  }

  value(value: AttributeValue | undefined): AttributeValue | undefined {
    return value === undefined ? value : this.#value(value)
  }

  #value(value: AttributeValue): AttributeValue {
    if (typeof value === 'string') return this.text(value)
    if (typeof value !== 'object') return value
    if (value instanceof Uint8Array) return this.#bytes(value)
    if (value instanceof Map) return this.attributes(value as Attributes, MAX_LIST).attributes
    return this.#list(value as readonly AttributeValue[])
  }

  #bytes(bytes: Uint8Array): Uint8Array {
    const length = Math.min(bytes.length, this.limits.maxValueLength, Math.max(0, this.#left))
    this.#count(length)
    if (length === bytes.length) return bytes
    this.isTruncated = true
    return bytes.subarray(0, length)
  }

  #count(length: number): void {
    this.#left -= length
    this.longest = Math.max(this.longest, length)
  }

  #list(list: readonly AttributeValue[]): readonly AttributeValue[] {
    if (list.length > MAX_LIST) this.isTruncated = true
    const kept = list.length > MAX_LIST ? list.slice(0, MAX_LIST) : list
    this.#left -= kept.length
    const limited = kept.map((entry) => this.#value(entry))
    return kept === list && limited.every((entry, place) => entry === list[place]) ? list : limited
  }
}

/** The first characters of a text, never half of a surrogate pair. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const last = text.charCodeAt(maxLength - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength)
}
