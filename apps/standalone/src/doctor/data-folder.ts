import { mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { lockState } from '../data-dir/lock.ts'
import { broken, type Check, fine, odd } from './finding.ts'

const GIB = 2 ** 30
const LEAST_BYTES = GIB
const COMFORTABLE_BYTES = 5 * GIB

export const writable: Check = {
  name: 'Data folder',
  async look({ dataDir }) {
    const probe = join(dataDir, `.doctor-${process.pid}`)
    try {
      await mkdir(dataDir, { recursive: true })
      await writeFile(probe, '')
      await rm(probe)
      return fine(`${dataDir} can be written`)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      return broken(
        `${dataDir} can't be written (${code})`,
        'Choose another with --data-dir, or give this user the right to write there.',
      )
    }
  },
}

export const diskSpace: Check = {
  name: 'Disk space',
  async look({ dataDir }) {
    const { bavail, bsize } = await statfs(await nearestFolder(dataDir))
    return judgeSpace(bavail * bsize, dataDir)
  },
}

export function judgeSpace(freeBytes: number, dataDir: string) {
  const free = `${(freeBytes / GIB).toFixed(1)} GiB free`
  const mend = `Make room, lower retention, or choose another disk with --data-dir (now ${dataDir}).`
  if (freeBytes < LEAST_BYTES) return broken(`${free}: too little to keep what is accepted`, mend)
  return freeBytes < COMFORTABLE_BYTES ? odd(`${free}: that fills up soon`, mend) : fine(free)
}

export const lock: Check = {
  name: 'Lock',
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

async function nearestFolder(path: string): Promise<string> {
  const there = await stat(path).catch(() => undefined)
  return there?.isDirectory() ? path : nearestFolder(dirname(path))
}
