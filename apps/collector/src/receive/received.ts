import type { DecodedRequest, EncodedTraces } from '@pyflare/otlp'

/** A request and whose it is. It is decoded while its items are read, or later: spans in protobuf may not have to be. */
export interface Received {
  projectId: string
  request: DecodedRequest | EncodedTraces
  /** SHA-256 of the body as it came, for recognizing a repeated request. */
  digest: string
  receivedAtMs: number
}

/** What became of a request: how many of its items were not kept, and why. 0 and '' when all were. */
export interface Outcome {
  rejected: number
  message: string
}

/** Resolves once everything that is not rejected is durable. Rejects with a `PyflareError` when nothing was kept. */
export type Ingest = (received: Received) => Promise<Outcome>
