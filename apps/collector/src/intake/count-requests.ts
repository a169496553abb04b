import { type ErrorCode, errorCode, PyflareError } from '@pyflare/observe'
import type { OtlpSignal } from '@pyflare/otlp'
import type { Outcome } from '../receive/received.ts'
import type { IntakeCounts, IntakeKind, Sender } from './intake-counts.ts'

/** Why a whole request was refused, in words that are the same for all that were refused so. */
const REFUSALS: Partial<Record<ErrorCode, string>> = {
  invalid_argument: 'the body cannot be decoded',
  payload_too_large: 'the request is larger than a request may be',
  unsupported_media_type: 'its content type or encoding is not known here',
  resource_exhausted: 'too much was under way; clients send it again',
  log_full: 'the log had no room; clients send it again',
  unavailable: 'a part of the collector did not answer; clients send it again',
  timeout: 'it took too long; clients send it again',
}
const FAILED = 'the collector failed; its log says why'

/** Counts what became of requests whose sender is known. */
export class RequestCounter {
  constructor(private readonly counts: Pick<IntakeCounts, 'add'>) {}

  /** Of a request that was worked on: items that were kept, and that were not. */
  answered(sender: Sender, signal: OtlpSignal, outcome: Outcome, bytes: number): void {
    const { accepted, late, repaired, sampledOut, rejections } = outcome
    this.#add(sender, signal, 'accepted', { items: accepted, requests: 1, bytes })
    this.#add(sender, signal, 'late', { items: late, requests: 1 })
    this.#add(sender, signal, 'sampled_out', { items: sampledOut, requests: 1 })
    for (const [reason, items] of repaired) this.#add(sender, signal, 'repaired', { items, requests: 1 }, reason)
    for (const { reason, items, sample } of rejections)
      this.#add(sender, signal, 'rejected', { items, requests: 1, sample }, reason)
  }

  /** Of a request that was known for one that was accepted before. */
  repeated(sender: Sender, signal: OtlpSignal): void {
    this.counts.add({ ...sender, signal, outcome: 'repeated', reason: '', delayMs: 0 }, { requests: 1 })
  }

  /** Does the work of a request. Where that ends with an error, the request was refused, and nothing of it kept. */
  async refusals<Result>(sender: Sender, signal: OtlpSignal, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      this.#refused(sender, signal, error)
      throw error
    }
  }

  #refused(sender: Sender, signal: OtlpSignal, error: unknown): void {
    const reason = (error instanceof PyflareError ? REFUSALS[errorCode(error)] : undefined) ?? FAILED
    this.counts.add({ ...sender, signal, outcome: 'refused', reason, delayMs: 0 }, { requests: 1 })
  }

  #add(
    sender: Sender,
    signal: OtlpSignal,
    outcome: IntakeKind['outcome'],
    amounts: { items: number; requests: number; bytes?: number; sample?: string },
    reason = '',
  ): void {
    if (amounts.items > 0) this.counts.add({ ...sender, signal, outcome, reason, delayMs: 0 }, amounts)
  }
}
