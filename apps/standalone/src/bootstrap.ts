import { randomBytes } from 'node:crypto'
import type { Access, Project } from '@pyflare/access'
import { type Credentials, keepCredentials, NO_CREDENTIALS, readCredentials } from './data-dir/credentials.ts'

const OWNER = { email: 'owner@pyflare.local', name: 'Owner' }

export interface BootstrapOptions {
  dataDir: string
  /** False: the first visitor of the pages makes the owner, and there is nothing to print. */
  bootstrapOwner: boolean
}

/**
 * Makes sure that there is somebody to sign in as and a key to send with, and says which. What the first start made is
 * printed by later ones too; a key that was revoked since is replaced, an owner never.
 */
export async function bootstrap(access: Access, { dataDir, bootstrapOwner }: BootstrapOptions): Promise<Credentials> {
  const kept = await readCredentials(dataDir)
  if (await access.people.ownerMissing()) {
    if (!bootstrapOwner) return NO_CREDENTIALS
    const password = readablePassword()
    // Kept before it is used: a process that dies in between must not leave an owner whose password nobody knows.
    await keepCredentials(dataDir, { ...NO_CREDENTIALS, email: OWNER.email, password })
    const { project } = await access.people.createOwner({ ...OWNER, password })
    return withKey(access, project, dataDir, { ...NO_CREDENTIALS, email: OWNER.email, password })
  }
  const [project] = await access.projects.all()
  if (project === undefined) return kept ?? NO_CREDENTIALS
  if (kept?.projectKey && (await access.keys.verify(kept.projectKey)) !== undefined) return kept
  return kept === undefined && !bootstrapOwner
    ? { ...NO_CREDENTIALS, projectId: project.projectId }
    : withKey(access, project, dataDir, kept ?? NO_CREDENTIALS)
}

async function withKey(
  access: Access,
  { projectId }: Project,
  dataDir: string,
  known: Credentials,
): Promise<Credentials> {
  const { secret } = await access.keys.create({ projectId, name: 'First key', scopes: ['ingest', 'read'] })
  const credentials = { ...known, projectId, projectKey: secret }
  await keepCredentials(dataDir, credentials)
  return credentials
}

/** 24 letters and digits in groups of six: 124 bits, and easy to type. */
function readablePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  const letters = [...randomBytes(64)]
    .filter((byte) => byte < alphabet.length * 4)
    .map((byte) => alphabet[byte % alphabet.length])
  return (letters.join('').slice(0, 24).match(/.{6}/g) ?? []).join('-')
}
