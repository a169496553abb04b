/** Which calls repeat which, by position. A call that repeats another may be repeated in turn. */
export class RepeatGraph {
  readonly #first: Int32Array
  readonly #second: Int32Array

  constructor(size: number) {
    this.#first = new Int32Array(size).fill(-1)
    this.#second = new Int32Array(size).fill(-1)
  }

  /** Two different ones are enough to know that a call has no single counterpart. */
  add(repetition: number, original: number): void {
    if (this.#first[repetition] === -1) this.#first[repetition] = original
    else if (this.#first[repetition] !== original && this.#second[repetition] === -1) {
      this.#second[repetition] = original
    }
  }

  /**
   * Of each repetition, the call at the end of its chain: -1 for what repeats nothing. `alone` says that every chain from
   * it ends there. There are no rings, for a call is dropped in favour of one that counts at that moment.
   */
  resolve(): { repeats: Int32Array; alone: Uint8Array } {
    const size = this.#first.length
    const repeats = new Int32Array(size).fill(-1)
    const alone = new Uint8Array(size).fill(1)
    const done = new Uint8Array(size)
    const stack: number[] = []
    for (let start = 0; start < size; start++) {
      stack.push(start)
      while (stack.length > 0) {
        const at = stack[stack.length - 1] ?? 0
        const next = [this.#first[at] ?? -1, this.#second[at] ?? -1].filter((each) => each >= 0)
        const open = done[at] === 0 ? next.filter((each) => done[each] === 0) : []
        if (open.length > 0) {
          done[at] = 2
          stack.push(...open)
          continue
        }
        stack.pop()
        if (done[at] === 1) continue
        done[at] = 1
        const ends = next.map((each) => (repeats[each] === -1 ? each : (repeats[each] ?? each)))
        repeats[at] = ends[0] ?? -1
        const sameEnd = ends.every((end) => end === ends[0])
        alone[at] = sameEnd && next.every((each) => alone[each] === 1) ? 1 : 0
      }
    }
    return { repeats, alone }
  }
}
