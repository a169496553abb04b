import type { RereadSummary } from '@pyflare/domain'

/** Who may do what: people with sessions, programs with project keys. The one place that decides. */
export interface Access {
  readonly keys: ProjectKeys
  readonly people: People
  readonly projects: Projects
  readonly normalizationRuns: NormalizationRuns
  /** Resolves when the control database answers; rejects with `unavailable`. */
  ping(): Promise<void>
  close(): Promise<void>
}

export type KeyScope = 'ingest' | 'read'

/** What a verified key says. Nothing in it is secret. */
export interface KeyIdentity {
  keyId: string
  projectId: string
  /** The first characters of the key, for logs and lists: `pf_live_9tKd`. */
  prefix: string
  scopes: readonly KeyScope[]
}

export interface ProjectKeyInfo extends KeyIdentity {
  name: string
  createdAt: Date
  lastUsedAt: Date | undefined
}

export interface ProjectKeys {
  /** undefined for a key that is unknown or revoked. Cached for a second (known) or ten (unknown): ingest pays no database round trip. */
  verify(key: string): Promise<KeyIdentity | undefined>
  /** `secret` is shown once: only its hash is kept. */
  create(input: {
    projectId: string
    name: string
    scopes: readonly KeyScope[]
  }): Promise<{ secret: string; key: ProjectKeyInfo }>
  list(projectId: string): Promise<ProjectKeyInfo[]>
  revoke(projectId: string, keyId: string): Promise<void>
}

export interface Person {
  userId: string
  email: string
  name: string
}

export interface People {
  /** True until the owner was made: then the sign-in page offers to create one. */
  ownerMissing(): Promise<boolean>
  /** Makes the owner, the first organization and the first project. Rejects with `already_exists` once there is an owner, also when two ask at once. */
  createOwner(input: { email: string; password: string; name: string }): Promise<{ person: Person; project: Project }>
  /** The person whose session cookie a request carries; undefined when there is none or it ended. */
  fromRequest(request: Request): Promise<Person | undefined>
  /** Serves `/api/auth/*`: sign-in by email and password, sign-out. Never rejects. */
  handleAuth(request: Request, context?: AuthContext): Promise<Response>
}

export interface AuthContext {
  /** Where the connection comes from, as the server's socket says (or a proxy that it trusts): wrong passwords are counted by it. */
  clientAddress?: string
}

export interface Project {
  projectId: string
  organizationId: string
  organizationName: string
  name: string
  retention: RetentionDays
}

/** Days that telemetry is kept. 1 to 3650. */
export interface RetentionDays {
  traces: number
  metrics: number
  logs: number
}

export interface Projects {
  /** The projects a person may see, oldest first. */
  listFor(person: Person): Promise<Project[]>
  /** undefined when it does not exist or the person may not see it: the two look alike from outside. */
  getFor(person: Person, projectId: string): Promise<Project | undefined>
  get(projectId: string): Promise<Project | undefined>
  all(): Promise<Project[]>
  setRetention(projectId: string, retention: RetentionDays): Promise<void>
  recordRetentionRun(run: RetentionRun): Promise<void>
  /** Newest first. */
  retentionRuns(projectId: string, limit: number): Promise<RetentionRun[]>
}

/** What one run of retention did, shown on the settings page. */
export interface RetentionRun {
  projectId: string
  startedAt: Date
  finishedAt: Date
  /** Rows deleted, by table. */
  deleted: Record<string, number>
  /** '' when all went well. */
  error: string
}

/** Runs that read a project's stored spans again: who asked for them, how far they came, and what they changed. */
export interface NormalizationRuns {
  /** Rejects with `already_exists` while another run of the project is not over. */
  create(wanted: WantedRun): Promise<NormalizationRun>
  get(projectId: string, runId: string): Promise<NormalizationRun | undefined>
  /** Newest first. */
  list(projectId: string, limit: number): Promise<NormalizationRun[]>
  /** Asks a run to end. One that is over stays as it is. */
  cancel(projectId: string, runId: string): Promise<void>
  /** Makes a step of a run durable. False where the run is over or another worker made that step: then leave it. */
  advance(run: Pick<NormalizationRun, 'runId' | 'steps'>, progress: RunProgress): Promise<boolean>
  /** Ends a run. One that is over stays as it ended. */
  finish(runId: string, state: 'done' | 'cancelled' | 'failed', error?: string): Promise<void>
}

export interface WantedRun {
  projectId: string
  /** Changes nothing, only says what would change. */
  isDryRun: boolean
  /** Spans that the current rules have read are read again too. */
  readsCurrent: boolean
  rangeStart: Date
  rangeEnd: Date
  normalizerVersion: number
  /** Who asked: an email address, or a key's prefix. */
  requestedBy: string
}

export interface RunProgress {
  /** Where the next step goes on; undefined at the start. Opaque. */
  cursor: string | undefined
  spansTotal: number
  spansRead: number
  spansChanged: number
  tracesSettled: number
  summary: RereadSummary
}

export interface NormalizationRun extends WantedRun, RunProgress {
  runId: string
  state: 'waiting' | 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed'
  createdAt: Date
  finishedAt: Date | undefined
  /** How many steps are durable. */
  steps: number
  error: string
}
