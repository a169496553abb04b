import type { StoredMessage } from '@pyflare/event-log'
import { errorCode, type Logger } from '@pyflare/observe'
import type { Signal } from '@pyflare/proto'
import type { DeadLetter, TelemetryWriter } from '@pyflare/telemetry-store'
import { type Block, blockOf, blockToken } from './block.ts'
import { type RetryOptions, retry } from './retry.ts'
import { batchOf, projectOf, records } from './split-records.ts'

export interface InsertContext {
  signal: Signal
  writer: TelemetryWriter
  logger: Logger
  retry: RetryOptions
  /** Milliseconds since 1970. */
  now: () => number
}

/** Beyond this many refusals the fault lies with the block rather than with a record: the rest of it is set aside whole. */
const MAX_REFUSALS = 500

/**
 * Inserts a block, however long it takes. Records that can never be inserted become dead letters, found by halving: each
 * half has its own token, made of what it holds, so that all of this may be repeated. Returns whether all of it was inserted.
 */
export async function insertBlock(block: Block, context: InsertContext): Promise<boolean> {
  const run = new Insertion(block, context)
  await run.insertMessages(block.messages)
  await run.setAside()
  return run.isWhole
}

interface Refused {
  message: StoredMessage
  records: Uint8Array[]
  reason: string
}

class Insertion {
  readonly #refused = new Map<bigint, Refused>()
  #refusals = 0

  constructor(
    private readonly block: Block,
    private readonly context: InsertContext,
  ) {}

  /** Whether nothing was refused. */
  get isWhole(): boolean {
    return this.#refusals === 0
  }

  async insertMessages(messages: readonly StoredMessage[]): Promise<void> {
    const filled = messages.filter(({ value }) => value.length > 0)
    if (filled.length === 0) return
    const token = blockToken(blockOf(this.block.topic, this.block.partition, messages))
    const refusal = await this.#insert(
      filled.map(({ value }) => value),
      token,
    )
    if (refusal === undefined) return
    const [only] = messages
    if (only !== undefined && messages.length === 1) return this.#insertRecords(only, token, refusal)
    if (this.#refusals > MAX_REFUSALS) {
      for (const message of filled) this.#refuse(message, [...recordsOrWhole(message.value)], refusal)
      return
    }
    const middle = Math.ceil(messages.length / 2)
    await this.insertMessages(messages.slice(0, middle))
    await this.insertMessages(messages.slice(middle))
  }

  /** Keeps what was refused. One letter a message, for that is what a letter is known by. */
  async setAside(): Promise<void> {
    if (this.#refused.size === 0) return
    const { topic, partition } = this.block
    const failedAt = new Date(this.context.now())
    const letters: DeadLetter[] = [...this.#refused.values()].map(({ message, records: encoded, reason }) => ({
      projectId: projectOfAny(encoded),
      topic,
      partition,
      offset: message.offset,
      reason,
      payload: batchOf(encoded),
      failedAt,
    }))
    const { writer, logger } = this.context
    logger.error(
      { topic, partition, letters: letters.length, reason: letters[0]?.reason },
      'Records that can never be inserted were set aside as dead letters.',
    )
    await retry(
      `dead letters of ${topic}`,
      () => writer.insertDeadLetters(letters),
      () => false,
      this.context.retry,
    )
  }

  async #insertRecords(message: StoredMessage, token: string, refusal: string): Promise<void> {
    const encoded = recordsOrWhole(message.value)
    if (encoded.length < 2) return this.#refuse(message, encoded, refusal)
    await this.#insertRange(message, encoded, 0, encoded.length, token, refusal)
  }

  /** `from` to `until` were just refused as one. */
  async #insertRange(
    message: StoredMessage,
    all: readonly Uint8Array[],
    from: number,
    until: number,
    token: string,
    refusal: string,
  ): Promise<void> {
    if (until - from === 1 || this.#refusals > MAX_REFUSALS) {
      return this.#refuse(message, all.slice(from, until), refusal)
    }
    const middle = Math.ceil((from + until) / 2)
    for (const [start, end] of [[from, middle] as const, [middle, until] as const]) {
      const again = await this.#insert([batchOf(all.slice(start, end))], `${token}#${start}-${end}`)
      if (again !== undefined) await this.#insertRange(message, all, start, end, token, again)
    }
  }

  /** The reason of a refusal that no repetition mends; undefined once it is inserted. */
  async #insert(batches: readonly Uint8Array[], token: string): Promise<string | undefined> {
    const { writer, signal } = this.context
    try {
      await retry(
        `insert of ${token}`,
        () => writer.insertBlock({ signal, batches, token }),
        isRefusal,
        this.context.retry,
      )
      return undefined
    } catch (error) {
      if (!isRefusal(error)) throw error
      this.#refusals++
      return error instanceof Error ? error.message : String(error)
    }
  }

  #refuse(message: StoredMessage, encoded: readonly Uint8Array[], reason: string): void {
    const known = this.#refused.get(message.offset)
    if (known === undefined) this.#refused.set(message.offset, { message, records: [...encoded], reason })
    else known.records.push(...encoded)
  }
}

function isRefusal(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'invalid_argument' || code === 'payload_too_large'
}

/** Bytes that are no batch are kept as they are, in a record of their own. */
function recordsOrWhole(value: Uint8Array): Uint8Array[] {
  try {
    return [...records(value)]
  } catch {
    return [value]
  }
}

function projectOfAny(encoded: readonly Uint8Array[]): string {
  try {
    return encoded[0] === undefined ? '' : projectOf(encoded[0])
  } catch {
    return ''
  }
}
