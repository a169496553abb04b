import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { errnoOf } from './disk-error.ts'

/**
 * What tells one process of this machine from every other one, past and future, that bears the same id: the boot it lives
 * in and when it began. `undefined` when no such process runs.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  if (!exists(pid)) return undefined
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (stat === undefined) return startByPs(pid)
  // The second field is the command in parentheses, which may hold anything; fields are counted behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startTicks] = [fields[0], fields[19]]
  if (state === 'Z' || state === 'X') return undefined
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  return `${boot.slice(0, 8)}-${startTicks}`
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errnoOf(error) !== 'ESRCH'
  }
}

/** Systems without /proc, such as macOS. */
async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])
    return stdout.trim().replace(/[^A-Za-z0-9]+/g, '-')
  } catch {
    // Either it ended meanwhile, or there is no `ps`: then its id alone must do.
    return exists(pid) ? 'unknown' : undefined
  }
}
