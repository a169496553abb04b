import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, Secret } from '@pyflare/config'
import { PyflareError } from '@pyflare/observe'
import { makeFolder } from './make-folder.ts'

/** What an installation signs and hashes with: the same in each of its processes and after each start. */
export interface InstallationSecrets {
  /** Signs sessions. */
  readonly auth: Secret
  /** Keys the hashes that redaction leaves. */
  readonly redaction: Secret
}

/** Takes secrets from the configuration, and those it does not name from the data folder, where they are made once. */
export async function loadSecrets({ dataDir, auth, redaction }: Config): Promise<InstallationSecrets> {
  return {
    auth: auth.secret ?? (await keptSecret(dataDir, 'auth-secret')),
    redaction: redaction.hashKey ?? (await keptSecret(dataDir, 'redaction-key')),
  }
}

async function keptSecret(dataDir: string, name: string): Promise<Secret> {
  const file = join(dataDir, name)
  try {
    return new Secret(await read(file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(file, error)
  }
  const draft = `${file}.${process.pid}`
  try {
    await makeFolder(dataDir)
    await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600 })
    // A link is made by one process only: two that start at once agree on one secret.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    return new Secret(await read(file))
  } catch (cause) {
    throw unreadable(file, cause)
  } finally {
    await rm(draft, { force: true })
  }
}

async function read(file: string): Promise<string> {
  const text = (await readFile(file, 'utf8')).trim()
  if (text.length >= 32) return text
  throw new PyflareError(
    'environment_unfit',
    `${file} is damaged. Restore it from a backup, or remove it: then everyone signs in again.`,
  )
}

function unreadable(file: string, cause: unknown): PyflareError {
  if (cause instanceof PyflareError) return cause
  return new PyflareError(
    'environment_unfit',
    `${file} can't be read or made (${(cause as NodeJS.ErrnoException).code}). Check who owns the data folder.`,
    { cause },
  )
}
