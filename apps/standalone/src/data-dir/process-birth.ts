import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * When a process started, as the system says: tells it apart from a later one with the same id. undefined when there is no
 * such process.
 */
export async function birthOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform !== 'linux') {
      return (await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim() || undefined
    }
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; the 22nd field, the 20th behind the name, counts from boot.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    return fields[0] === 'Z' ? undefined : `${boot.trim()}/${fields[19]}`
  } catch {
    return undefined
  }
}
