import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the first start made, kept so that later starts can print it again. Only this folder's owner may read it. */
export interface Credentials {
  /** null when no owner was made: the first visitor of the pages is asked to. */
  email: string | null
  password: string | null
  projectId: string | null
  projectKey: string | null
}

export const NO_CREDENTIALS: Credentials = { email: null, password: null, projectId: null, projectKey: null }

const credentialsFile = (dataDir: string) => join(dataDir, 'credentials.json')

/** undefined when nothing was kept. */
export async function readCredentials(dataDir: string): Promise<Credentials | undefined> {
  try {
    return { ...NO_CREDENTIALS, ...(JSON.parse(await readFile(credentialsFile(dataDir), 'utf8')) as Credentials) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

export async function keepCredentials(dataDir: string, credentials: Credentials): Promise<void> {
  const file = credentialsFile(dataDir)
  await writeFile(`${file}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
