import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Logger, PyflareError } from '@pyflare/observe'
import { isPostgresOf } from './process-identity.ts'

/** The process id in a cluster's lock file; undefined when there is none. */
export async function postmasterPid(clusterDir: string): Promise<number | undefined> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return pid > 0 ? pid : undefined
}

/**
 * Ends a server that an earlier, dead PyFlare left in this folder, and removes a lock file whose process is gone or
 * someone else's. Only call it as the owner of the data folder.
 */
export async function endOrphan(clusterDir: string, logger: Logger): Promise<void> {
  const pid = await postmasterPid(clusterDir)
  if (pid === undefined) return
  if (!(await isPostgresOf(pid, clusterDir))) return await rm(join(clusterDir, 'postmaster.pid'), { force: true })
  logger.warn({ pid }, 'Ending a PostgreSQL that an earlier run left behind.')
  await endServer(pid, clusterDir)
}

/** Ends a server of this folder: politely, then firmly. What was committed is kept in every case. */
export async function endServer(pid: number, clusterDir: string): Promise<void> {
  const steps = [
    ['SIGINT', 10_000],
    ['SIGQUIT', 6_000],
    ['SIGKILL', 5_000],
  ] as const
  for (const [signal, patienceMs] of steps) {
    try {
      process.kill(pid, signal)
    } catch {
      // It ended between the look and the signal.
    }
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 20) {
      if (!(await isPostgresOf(pid, clusterDir))) return
      await pause(20)
    }
  }
  throw new PyflareError(
    'environment_unfit',
    `PostgreSQL (process ${pid}) in ${clusterDir} does not end: end it by hand.`,
  )
}
