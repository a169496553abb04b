import { createHash } from 'node:crypto'
import { PyflareError } from '@pyflare/observe'
import { decodeRequest, type Encoding, type OtlpSignal, splitTraces } from '@pyflare/otlp'
import type { RequestCounter } from '../intake/count-requests.ts'
import type { Sender } from '../intake/intake-counts.ts'
import type { Ticket } from './admission.ts'
import type { Ingest, Outcome } from './received.ts'
import type { RecentRequests } from './recognize-repeats.ts'

export interface EncodedRequest {
  sender: Sender
  signal: OtlpSignal
  encoding: Encoding
  /** Decompressed. */
  body: Uint8Array
  /** Its share of memory, which it keeps while it is worked on: also where its client was told to come back. */
  ticket: Pick<Ticket, 'keepUntil'>
}

export interface ReceiveOptions {
  ingest: Ingest
  counter: Pick<RequestCounter, 'answered' | 'repeated'>
  recent: RecentRequests
  /** A request that takes longer is answered with `timeout`; it goes on, and its retry gets its answer. */
  deadlineMs: number
  /** Milliseconds since 1970. */
  now: () => number
}

export type Receive = (request: EncodedRequest) => Promise<Outcome>

/** What both protocols do with a body: recognize a repeated one, decode it, hand it on, and wait for the answer within bounds. */
export function createReceive({ ingest, counter, recent, deadlineMs, now }: ReceiveOptions): Receive {
  return ({ sender, signal, encoding, body, ticket }) => {
    const { projectId, keyId } = sender
    let isRepeated = true
    const digest = createHash('sha256').update(`${projectId}\0${signal}\0${encoding}\0`).update(body).digest('hex')
    const outcome = recent.once(digest, async () => {
      isRepeated = false
      const isSplit = signal === 'traces' && encoding === 'protobuf'
      const request = isSplit ? splitTraces(body) : decodeRequest(signal, encoding, body)
      const kept = await ingest({ projectId, keyId, request, digest, receivedAtMs: now() })
      counter.answered(sender, signal, kept, body.length)
      return kept
    })
    if (isRepeated) counter.repeated(sender, signal)
    ticket.keepUntil(outcome)
    return withinDeadline(outcome, deadlineMs)
  }
}

async function withinDeadline<Result>(work: Promise<Result>, deadlineMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = () =>
      new PyflareError('timeout', 'Keeping the request takes too long. Send it again.', { retryAfterMs: 1000 })
    timer = setTimeout(() => reject(error()), deadlineMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
