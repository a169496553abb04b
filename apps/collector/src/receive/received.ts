import type { DecodedRequest, EncodedTraces } from '@pyflare/otlp'

/** A request and whose it is. It is decoded while its items are read, or later: spans in protobuf may not have to be. */
export interface Received {
  projectId: string
  /** Of the key that it was sent with; '' without one. */
  keyId: string
  request: DecodedRequest | EncodedTraces
  /** SHA-256 of the body as it came, for recognizing a repeated request. */
  digest: string
  receivedAtMs: number
}

/** What became of a request's items. */
export interface Outcome {
  /** Durable, so that their client must not send them again. */
  accepted: number
  /** Of these, as many as came long after they happened. */
  late: number
  /** Of these, by what was mended. */
  repaired: ReadonlyMap<string, number>
  /** Left out by rules of sampling: their client must not send them again either. */
  sampledOut: number
  /** How many were not kept, and what their client is told; 0 and '' when all were. */
  rejected: number
  message: string
  rejections: readonly RejectedItems[]
}

/** Items that were not kept for one reason. */
export interface RejectedItems {
  reason: string
  items: number
  /** One of them, as JSON: its name and ids; '' where nothing is known of it. */
  sample: string
}

/** Resolves once everything that is not rejected is durable. Rejects with a `PyflareError` when nothing was kept. */
export type Ingest = (received: Received) => Promise<Outcome>
