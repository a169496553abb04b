import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PyflareError } from '@pyflare/observe'
import { errnoOf } from './disk-error.ts'
import { FILE_MODE } from './private-files.ts'
import { processIdentity } from './running-process.ts'

const CLAIM = /^lock\.(\d+)\.(.+)$/

/**
 * Claims a folder for this process alone and returns how to give it back.
 *
 * Each process writes a claim that bears its own name, then looks for the claims of others. Claims of processes that run
 * no more are removed, which is safe because no later process can bear their names. Of two that come at the same time
 * each sees the other, so at most one is ever let in. Rejects with `environment_unfit`.
 */
export async function lockDirectory(dir: string): Promise<() => Promise<void>> {
  const own = `lock.${process.pid}.${await processIdentity(process.pid)}`
  const path = join(dir, own)
  try {
    await (await open(path, 'wx', FILE_MODE)).close()
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw inUse(dir, process.pid)
    throw error
  }
  try {
    for (const name of await readdir(dir)) if (name !== own) await checkClaim(dir, name)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return () => rm(path, { force: true })
}

async function checkClaim(dir: string, name: string): Promise<void> {
  const [, digits, identity] = CLAIM.exec(name) ?? []
  if (digits === undefined) return
  const pid = Number(digits)
  if ((await processIdentity(pid)) === identity) throw inUse(dir, pid)
  await rm(join(dir, name), { force: true })
}

function inUse(dir: string, pid: number): PyflareError {
  return new PyflareError(
    'environment_unfit',
    `The event log in ${dir} is in use by process ${pid}. Stop that process, or choose another data folder.`,
    { details: { dir, pid } },
  )
}
