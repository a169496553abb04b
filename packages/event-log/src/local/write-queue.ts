import type { UnsealedRecord } from './record.ts'

interface QueuedAppend {
  records: readonly UnsealedRecord[]
  /** How many of them were taken into a group. */
  taken: number
  resolve(): void
  reject(error: unknown): void
}

/** Records that are written and synced together. */
export interface WriteGroup {
  records: UnsealedRecord[]
  bytes: number
  appends: QueuedAppend[]
}

/** Appends of one partition that wait for the running sync, in the order in which they came. */
export class WriteQueue {
  #appends: QueuedAppend[] = []
  #bytes = 0

  get isEmpty(): boolean {
    return this.#appends.length === 0
  }

  /** Bytes that came and are neither durable nor refused yet. */
  get bytes(): number {
    return this.#bytes
  }

  /** Resolves when all records are durable. */
  add(records: readonly UnsealedRecord[]): Promise<void> {
    for (const record of records) this.#bytes += record.bytes
    return new Promise((resolve, reject) => {
      this.#appends.push({ records, taken: 0, resolve, reject })
    })
  }

  /** Bytes of the record that comes next; 0 when none waits. */
  get nextBytes(): number {
    const first = this.#appends[0]
    return first?.records[first.taken]?.bytes ?? 0
  }

  /** Takes what fits into `roomBytes`, one record at least. An append may need several groups. */
  take(roomBytes: number): WriteGroup {
    const group: WriteGroup = { records: [], bytes: 0, appends: [] }
    let finished = 0
    for (const append of this.#appends) {
      group.appends.push(append)
      for (let next = append.records[append.taken]; next; next = append.records[append.taken]) {
        if (group.records.length > 0 && group.bytes + next.bytes > roomBytes) return this.#drop(finished, group)
        group.records.push(next)
        group.bytes += next.bytes
        append.taken++
      }
      finished++
    }
    return this.#drop(finished, group)
  }

  #drop(finished: number, group: WriteGroup): WriteGroup {
    this.#appends = this.#appends.slice(finished)
    return group
  }

  /** The group is durable: appends that wait for no other group are done. */
  succeed(group: WriteGroup): void {
    this.#bytes -= group.bytes
    for (const append of group.appends) if (append.taken === append.records.length) append.resolve()
  }

  /** The group was not written: its appends fail, and the rest of them is not tried. */
  fail(group: WriteGroup, error: unknown): void {
    this.#bytes -= group.bytes
    for (const { records, taken, reject } of group.appends) {
      for (const record of records.slice(taken)) this.#bytes -= record.bytes
      reject(error)
    }
    this.#appends = this.#appends.filter((append) => !group.appends.includes(append))
  }
}
