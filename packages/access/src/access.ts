/** Who may do what: people with sessions, programs with project keys. The one place that decides. */
export interface Access {
  readonly keys: ProjectKeys
  readonly people: People
  readonly projects: Projects
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
