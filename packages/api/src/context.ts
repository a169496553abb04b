import type { Access, KeyIdentity, Person } from '@pyflare/access'
import type { Logger } from '@pyflare/observe'
import type { Queues } from '@pyflare/queues'
import type { TelemetryStore } from '@pyflare/telemetry-store'

/** Who asks: a person with a session, a program with a project key, or nobody yet. */
export type Caller = { kind: 'person'; person: Person } | { kind: 'key'; key: KeyIdentity } | { kind: 'nobody' }

/** How far behind the writer is: what the pages' freshness mark shows. */
export interface WriteLag {
  /** Messages in the log that are not in the store yet. */
  messages: number
  /** How long the oldest of them has waited; 0 when there is none. */
  ageMs: number
}

/** What the installation is, for snippets and marks on pages. */
export interface Installation {
  /** Where OTLP is received, as a client should write it; undefined when this process knows no collector. */
  otlpHttpUrl: string | undefined
  otlpGrpcUrl: string | undefined
  writeLag: () => Promise<WriteLag | undefined>
}

/** What procedures work with. Made once per request. */
export interface ApiContext {
  caller: Caller
  telemetry: TelemetryStore
  access: Access
  queues: Queues
  installation: Installation
  logger: Logger
  now: () => Date
}
