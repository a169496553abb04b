import { mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { PyflareError } from '@pyflare/observe'
import { errnoOf } from './disk-error.ts'

interface Holder {
  pid: number
  /** When the process began, as the system counts: a later process with the same id is another. '' where unknown. */
  startedAt: string
}

/** Takes a folder for this process. Returns the release. A lock whose process is gone is taken over. */
export async function lockDirectory(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true })
  const path = join(dir, 'lock')
  for (let attempt = 0; attempt < 2; attempt++) {
    if (await take(path)) return () => unlink(path).catch(() => undefined)
    const holder = await holderOf(path)
    if (holder !== undefined && (await isRunning(holder))) {
      throw new PyflareError(
        'environment_unfit',
        `The event log in ${dir} is in use by process ${holder.pid}. Stop that process, or choose another folder.`,
      )
    }
    await unlink(path).catch(() => undefined)
  }
  throw new PyflareError('environment_unfit', `The event log in ${dir} is being opened by another process. Try again.`)
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx')
    await file.writeFile(JSON.stringify({ pid: process.pid, startedAt: await startOf(process.pid) } satisfies Holder))
    await file.close()
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

async function isRunning({ pid, startedAt }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return false
  }
  return (await startOf(pid)) === startedAt
}

/** Field 22 of /proc/<pid>/stat, behind the command's closing parenthesis; '' on systems without it. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
