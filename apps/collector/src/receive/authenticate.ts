import type { KeyIdentity, ProjectKeys } from '@pyflare/access'
import { PyflareError } from '@pyflare/observe'

export interface AuthenticateOptions {
  keys: ProjectKeys
  /** The project of requests without a key, where they are allowed: from this machine alone. */
  keylessProjectId: string | undefined
}

export interface Credentials {
  apiKey: string | undefined
  authorization: string | undefined
  /** The peer's address as the socket tells it. */
  remoteAddress: string | undefined
}

/** The project that a request writes to. Rejects with `unauthenticated` or `permission_denied`, saying what to send. */
export async function authenticate(
  { keys, keylessProjectId }: AuthenticateOptions,
  credentials: Credentials,
): Promise<string> {
  const secret = secretOf(credentials)
  if (secret === undefined) {
    if (keylessProjectId !== undefined && isLoopback(credentials.remoteAddress)) return keylessProjectId
    throw new PyflareError(
      'unauthenticated',
      'Send a project key in X-API-Key or Authorization: Bearer. Keys are made under Settings, Keys.',
    )
  }
  const key = await keys.verify(secret)
  if (key === undefined)
    throw new PyflareError(
      'unauthenticated',
      'The project key is unknown or was revoked. Keys are made under Settings, Keys.',
    )
  return projectOf(key)
}

function projectOf(key: KeyIdentity): string {
  if (!key.scopes.includes('ingest'))
    throw new PyflareError(
      'permission_denied',
      `The key ${key.prefix}… may not send telemetry. Make one that may ingest.`,
    )
  return key.projectId
}

function secretOf({ apiKey, authorization }: Credentials): string | undefined {
  if (apiKey !== undefined && apiKey !== '') return apiKey
  return /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
}

export function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '')
}
