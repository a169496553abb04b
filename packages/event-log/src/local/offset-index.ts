/** Log bytes between two entries: what a reader that starts anywhere has to skip at most. */
const INTERVAL_BYTES = 1024 * 1024

/** Where some offsets of a segment lie. Entries come in as the segment is written or read, in rising order. */
export class OffsetIndex {
  readonly #offsets: bigint[] = []
  readonly #positions: number[] = []

  /** Learns that the record with `offset` starts at `position`. Most are too near to the last entry to be kept. */
  learn(offset: bigint, position: number): void {
    const last = this.#positions.at(-1)
    if (last !== undefined && position < last + INTERVAL_BYTES) return
    this.#offsets.push(offset)
    this.#positions.push(position)
  }

  /** The nearest known record at or before `offset`. */
  floor(offset: bigint): { offset: bigint; position: number } | undefined {
    let low = 0
    let high = this.#offsets.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#offsets[middle] ?? 0n) <= offset) low = middle + 1
      else high = middle
    }
    const found = this.#offsets[low - 1]
    const position = this.#positions[low - 1]
    return found === undefined || position === undefined ? undefined : { offset: found, position }
  }
}
