import { mkdtemp, rmdir, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { lockState } from '../data-dir/lock.ts'
import { broken, type Check, type Finding, fine, odd } from './finding.ts'

const GIB = 2 ** 30
const LEAST_BYTES = GIB
const COMFORTABLE_BYTES = 5 * GIB
/** With less the servers do not even start, and say so in ways of their own. */
const START_BYTES = 100 * 2 ** 20

export const dataFolder: Check = {
  name: 'Data folder',
  async look({ dataDir }) {
    const { folder, blockedBy } = await nearestFolder(dataDir)
    if (blockedBy !== undefined)
      return broken(`${dataDir} can't be made: ${blockedBy} is no folder`, 'Choose another with --data-dir.')
    const failure = await failureOfWriting(folder)
    if (failure === undefined)
      return fine(folder === dataDir ? `${dataDir} can be written` : `${dataDir} is not there yet, and can be made`)
    if (failure === 'ENOSPC' || failure === 'EDQUOT')
      return broken(`the disk of ${dataDir} is full (${failure})`, 'Make room, or choose another disk with --data-dir.')
    return broken(
      `${dataDir} can't be ${folder === dataDir ? 'written' : 'made'} (${failure})`,
      'Choose another with --data-dir, or give this user the right to write there.',
    )
  },
}

/** Servers are tried in folders of their own there. */
export const tempFolder: Check = {
  name: 'Temp folder',
  async look() {
    const failure = await failureOfWriting(tmpdir())
    if (failure === undefined) return fine(`${tmpdir()} can be written`)
    return broken(`${tmpdir()} can't be written (${failure})`, 'Set TMPDIR to a folder that can.')
  },
}

/** The code of the error; undefined where there is none. A folder takes a file where it takes a folder. */
async function failureOfWriting(folder: string): Promise<string | undefined> {
  try {
    // An empty one that stays behind by accident harms nobody.
    await rmdir(await mkdtemp(join(folder, '.pyflare-doctor-')))
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code
  }
}

export const diskSpace: Check = {
  name: 'Disk space',
  needs: ['Data folder'],
  async look({ dataDir }) {
    const { bavail, bsize, files, ffree } = await statfs((await nearestFolder(dataDir)).folder)
    // Some file systems count no files, and say 0 of 0.
    if (files > 0 && ffree === 0)
      return broken('no file can be made: the disk has no inodes left', `Remove files, or use --data-dir (${dataDir}).`)
    return judgeSpace(bavail * bsize, dataDir)
  },
}

/** What keeps a start from beginning for want of room; undefined where nothing does. */
export async function roomProblem(dataDir: string, leastBytes = START_BYTES): Promise<Finding | undefined> {
  const { bavail, bsize } = await statfs((await nearestFolder(dataDir)).folder)
  return bavail * bsize < leastBytes ? judgeSpace(bavail * bsize, dataDir) : undefined
}

export function judgeSpace(freeBytes: number, dataDir: string) {
  const free = `${(freeBytes / GIB).toFixed(1)} GiB free`
  const mend = `Make room, lower retention, or choose another disk with --data-dir (now ${dataDir}).`
  if (freeBytes < LEAST_BYTES) return broken(`${free}: too little to keep what is accepted`, mend)
  return freeBytes < COMFORTABLE_BYTES ? odd(`${free}: that fills up soon`, mend) : fine(free)
}

export const lock: Check = {
  name: 'Lock',
  needs: ['Data folder'],
  async look({ dataDir }) {
    const found = await lockState(dataDir)
    if (found.state === 'free') return fine('nobody uses the data folder')
    if (found.state === 'held') return fine(`PyFlare runs as process ${found.holder.pid}`)
    return odd(
      `a PyFlare that is gone${found.holder === undefined ? '' : ` (process ${found.holder.pid})`} left its lock`,
      'Nothing to do: the next start takes it over.',
    )
  },
}

/** The innermost folder of a path that is there, and what stands in the way of those below it. */
async function nearestFolder(path: string): Promise<{ folder: string; blockedBy?: string }> {
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
  if (there?.isDirectory()) return { folder: path }
  const above = await nearestFolder(dirname(path))
  return there === undefined ? above : { ...above, blockedBy: path }
}
