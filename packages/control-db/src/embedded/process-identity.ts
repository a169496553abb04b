import { execFile } from 'node:child_process'
import { readFile, readlink, realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/**
 * Tells a process apart from a later one that got the same id: when it started, as the system says. undefined when there is
 * no such process.
 */
export async function birthOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform !== 'linux') return (await ps(pid, 'lstart=')) || undefined
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; the 22nd field (the 20th after the name) is the start, counted from boot.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return undefined
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    return `${boot.trim()}/${fields[19]}`
  } catch {
    return undefined
  }
}

/** Whether the process is a PostgreSQL that works in this data folder. */
export async function isPostgresOf(pid: number, clusterDir: string): Promise<boolean> {
  try {
    const dir = await realpath(clusterDir)
    if (process.platform !== 'linux') return (await ps(pid, 'command=')).includes(dir)
    const program = basename(await readlink(`/proc/${pid}/exe`))
    return program.startsWith('postgres') && (await readlink(`/proc/${pid}/cwd`)) === dir
  } catch {
    return false
  }
}

async function ps(pid: number, column: string): Promise<string> {
  return (await exec('ps', ['-o', column, '-p', String(pid)])).stdout.trim()
}
