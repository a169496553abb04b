import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PyflareError } from '@pyflare/observe'
import { birthOf } from './process-identity.ts'

interface Owner {
  pid: number
  birth: string
}

/** Makes this process the only user of a data folder until the returned function is called. A dead owner's claim is void. */
export async function claimDataDir(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'owner.json')
  const ours: Owner = { pid: process.pid, birth: (await birthOf(process.pid)) ?? '' }
  const draft = `${path}.${process.pid}`
  await writeFile(draft, JSON.stringify(ours))
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        // A link is made by one process only, and shows the whole file at once.
        await link(draft, path)
        return () => rm(path, { force: true })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const owner = await readOwner(path)
      if (owner && (await birthOf(owner.pid)) === owner.birth) throw inUse(dataDir, owner.pid)
      await rm(path, { force: true })
    }
  } finally {
    await rm(draft, { force: true })
  }
  throw new PyflareError('unavailable', `Several processes want ${dataDir} at once: start one PyFlare only.`)
}

function inUse(dataDir: string, pid: number): PyflareError {
  return new PyflareError(
    'environment_unfit',
    `The control database in ${dataDir} is in use by process ${pid}: stop that PyFlare first, or choose another data folder.`,
  )
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner
  } catch {
    return undefined
  }
}
