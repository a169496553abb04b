import { join } from 'node:path'
import { installProgress } from './install-progress.mjs'
import { builtCount, fingerprint, lockedCount, stampBuilt } from './prepare.mjs'
import { runStep } from './run-step.mjs'

/** Elsewhere than on a terminal, a line each so often says that something is still going on. */
const EVERY_MS = 10_000

/**
 * Installs what package-lock.json says, and tells how far it is on standard error.
 *
 * @returns {Promise<boolean>} Whether it is installed; else the reason was shown.
 */
export function installPackages(root) {
  const wanted = lockedCount(root)
  // npm says nothing while it works, unless it is asked to name each request.
  const args = ['ci', '--no-progress', '--loglevel=http']
  return tell(`Installing ${wanted} packages`, 'npm', args, root, installProgress(wanted))
}

/**
 * Builds what changed, notes that it is built, and tells how far it is on standard error.
 *
 * @returns {Promise<boolean>} Whether it is built; else the reason was shown.
 */
export async function buildPackages(root) {
  const sources = fingerprint(root)
  const all = builtCount(root)
  const begun = new Set()
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo')
  const isDone = await tell('Building', process.execPath, [turbo, 'run', 'build'], root, (line) => {
    const name = /^(@pyflare\/[\w-]+):build:/.exec(line)?.[1]
    if (name !== undefined) begun.add(name)
    return { isTold: false, progress: `${begun.size} of ${all} begun${name === undefined ? '' : `, ${name}`}` }
  })
  if (isDone) await stampBuilt(root, sources)
  return isDone
}

async function tell(what, command, args, root, read) {
  const startedAt = Date.now()
  const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(0)} s`
  const isTerminal = process.stderr.isTTY === true
  let { progress } = read('')
  const show = () => {
    const line = `  ${progress} (${seconds()})`
    process.stderr.write(isTerminal ? `\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}` : `${line}\n`)
  }
  process.stderr.write(`${what} …\n`)
  const timer = setInterval(show, isTerminal ? 200 : EVERY_MS)
  const onLine = (line) => {
    const { isTold, progress: now } = read(line)
    progress = now
    return isTold
  }
  const { code } = await runStep(command, args, { cwd: root, quiet: true, onLine }).catch((error) => {
    process.stderr.write(`${command} can't be run (${error.code}): is it on the PATH?\n`)
    return { code: 1 }
  })
  clearInterval(timer)
  if (isTerminal) process.stderr.write('\r\u001b[K')
  process.stderr.write(code === 0 ? `${what}: done in ${seconds()}\n` : `${what} failed after ${seconds()}.\n`)
  return code === 0
}
