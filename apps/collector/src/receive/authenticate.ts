import type { KeyIdentity, ProjectKeys } from '@pyflare/access'
import { PyflareError } from '@pyflare/observe'

export interface AuthenticateOptions {
  keys: Pick<ProjectKeys, 'verify'>
  /** The project of requests without a key, where they are allowed: from this machine alone. */
  keylessProjectId: () => Promise<string | undefined>
}

/** What a request says about who sends it: of its headers, and of its connection. */
export interface Credentials {
  apiKey: string | undefined
  authorization: string | undefined
  /** The peer's address as the socket tells it. */
  remoteAddress: string | undefined
  /** The web page that sends it; absent for programs. */
  origin: string | undefined
  /** A proxy passed it on for someone else. */
  isForwarded: boolean
}

/** Where a request may write, and by which key; '' where none was asked for. */
export interface Admitted {
  projectId: string
  keyId: string
}

export type Authenticate = (credentials: Credentials) => Promise<Admitted>

const HOW = 'Send a project key in X-API-Key or Authorization: Bearer. Keys are made under Settings, Keys.'

/** Finds the project that a request writes to. Rejects with `unauthenticated` or `permission_denied`, saying what to send. */
export function createAuthenticate({ keys, keylessProjectId }: AuthenticateOptions): Authenticate {
  return async (credentials) => {
    const secret = secretOf(credentials)
    if (secret === undefined) {
      const projectId = isFromThisMachine(credentials) ? await keylessProjectId() : undefined
      if (projectId !== undefined) return { projectId, keyId: '' }
      throw new PyflareError('unauthenticated', HOW)
    }
    const key = secret === '' ? undefined : await keys.verify(secret)
    if (key === undefined)
      throw new PyflareError('unauthenticated', `The project key is unknown or was revoked. ${HOW}`)
    return admittedBy(key)
  }
}

function admittedBy(key: KeyIdentity): Admitted {
  if (!key.scopes.includes('ingest'))
    throw new PyflareError(
      'permission_denied',
      `The key ${key.prefix}… may not send telemetry. Make one that may ingest.`,
    )
  return { projectId: key.projectId, keyId: key.keyId }
}

/**
 * What is no Bearer is still an attempt to say who one is, and so is an empty header (a variable that was never set): neither may
 * pass for nobody.
 */
function secretOf({ apiKey, authorization }: Credentials): string | undefined {
  const bearer =
    authorization === undefined ? undefined : (/^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? authorization)
  return apiKey || bearer || (apiKey ?? bearer)
}

/**
 * A program of this machine: not a page that a browser of this machine shows (it may be anyone's; browsers name its origin),
 * and not what a proxy of this machine passes on.
 */
function isFromThisMachine({ remoteAddress, origin, isForwarded }: Credentials): boolean {
  return isLoopback(remoteAddress) && !isForwarded && (origin === undefined || isLocalOrigin(origin))
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '')
}

function isLocalOrigin(origin: string): boolean {
  return /^https?:\/\/(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/i.test(origin)
}
