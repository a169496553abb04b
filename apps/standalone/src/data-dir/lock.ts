import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PyflareError } from '@pyflare/observe'
import { makeFolder } from '@pyflare/runtime'
import { birthOf } from './process-birth.ts'

/** Who uses a data folder. `birth` tells the process apart from a later one with the same id. */
export interface Holder {
  pid: number
  birth: string
}

export type LockState =
  | { state: 'free' }
  | { state: 'held'; holder: Holder }
  | { state: 'stale'; holder: Holder | undefined }

const lockFile = (dataDir: string) => join(dataDir, 'lock.json')

/** Whether somebody uses a data folder; `stale` when the one who did is gone without a word. */
export async function lockState(dataDir: string): Promise<LockState> {
  let text: string
  try {
    text = await readFile(lockFile(dataDir), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'free' }
    throw error
  }
  const holder = parseHolder(text)
  const alive = holder !== undefined && (await birthOf(holder.pid)) === holder.birth
  return alive ? { state: 'held', holder } : { state: 'stale', holder }
}

const FULL = 'The disk is full: make room, or choose another folder with --data-dir.'

/** What to do about errors that rights have nothing to do with. */
const MENDS: Readonly<Record<string, string>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EROFS: 'That file system is read-only: choose another folder with --data-dir.',
}

/**
 * Makes this process the only user of a data folder, and returns the release. A lock whose process is gone is taken over.
 * Rejects with `environment_unfit` when another process has it, or the folder can't be written.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const path = lockFile(dataDir)
  const draft = `${path}.${randomUUID()}`
  const ours: Holder = { pid: process.pid, birth: (await birthOf(process.pid)) ?? '' }
  try {
    await makeFolder(dataDir)
    await writeFile(draft, JSON.stringify(ours))
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    const mend = MENDS[code] ?? 'Choose another with --data-dir, or give this user the right to write there.'
    throw new PyflareError('environment_unfit', `The data folder ${dataDir} can't be written (${code}). ${mend}`, {
      cause,
    })
  }
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      // A link is made by one process only, and shows the whole file at once.
      if (await link(draft, path).then(() => true, isTaken)) return () => rm(path, { force: true })
      const found = await lockState(dataDir)
      if (found.state === 'held') throw inUse(dataDir, found.holder)
      if (found.state === 'stale') await rm(path, { force: true })
    }
  } finally {
    await rm(draft, { force: true })
  }
  throw new PyflareError('environment_unfit', `Several processes want ${dataDir} at once. Start one PyFlare only.`)
}

function isTaken(error: NodeJS.ErrnoException): false {
  if (error.code === 'EEXIST') return false
  throw error
}

function inUse(dataDir: string, { pid }: Holder): PyflareError {
  return new PyflareError(
    'environment_unfit',
    `The data folder ${dataDir} is in use by process ${pid}. Stop that PyFlare (kill ${pid}), or choose another folder with --data-dir.`,
  )
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, birth } = JSON.parse(text) as Partial<Holder>
    return typeof pid === 'number' && typeof birth === 'string' ? { pid, birth } : undefined
  } catch {
    return undefined
  }
}
