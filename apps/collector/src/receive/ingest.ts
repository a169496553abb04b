import type { ExportRequest } from '@pyflare/otlp'

/** A decoded request and whose it is. */
export interface Received {
  projectId: string
  request: ExportRequest
  /** SHA-256 of the body as it came, for recognizing a repeated request. */
  digest: string
  /** Items that could not even be decoded, and why the first one could not. */
  undecodable: { count: number; reason: string }
  receivedAtMs: number
}

/** What became of a request: how many of its items were not kept, and why. 0 and '' when all were. */
export interface Outcome {
  rejected: number
  message: string
}

/** Resolves once everything that is not rejected is durable. Rejects with a `PyflareError` when nothing was kept. */
export type Ingest = (received: Received) => Promise<Outcome>
