#!/usr/bin/env node
/**
 * `npm run doctor [-- flags]`: on a machine where PyFlare is installed, what `pyflare doctor` finds; before that, whether it can
 * be installed. Changes nothing.
 */
import { statfsSync } from 'node:fs'
import { mkdtemp, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { builtEntry, isBuilt, isInstalled, lockedCount } from './prepare.mjs'
import { runStep } from './run-step.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const GIB = 2 ** 30
/** What packages, their archives in npm's cache and the built code take. */
const NEEDED_BYTES = 3 * GIB
const REGISTRY_WITHIN_MS = 15_000

let healthy = true

/** Told as apps/standalone/src/cli/doctor.ts tells. */
function tell(mark, name, message, mend) {
  if (mark === 'FAIL') healthy = false
  console.log(`${mark.padEnd(4)}  ${name.padEnd(14)} ${message}`)
  if (mend !== undefined) console.log(`      ${''.padEnd(14)} ${mend}`)
}

async function npmAnswers() {
  const { code, output } = await runStep('npm', ['--version'], { silent: true }).catch(() => ({ code: 1, output: '' }))
  if (code === 0) tell('ok', 'npm', output.trim())
  else tell('FAIL', 'npm', 'there is no npm on the PATH', 'It comes with Node: https://nodejs.org')
  return code === 0
}

async function checkoutIsWritable() {
  try {
    await rmdir(await mkdtemp(join(root, '.pyflare-doctor-')))
    tell('ok', 'Checkout', `${root} can be written`)
  } catch ({ code }) {
    tell('FAIL', 'Checkout', `${root} can't be written (${code})`, 'Packages are installed there: make it yours.')
  }
}

function checkoutHasRoom() {
  const { bavail, bsize } = statfsSync(root)
  const free = `${((bavail * bsize) / GIB).toFixed(1)} GiB free`
  if (bavail * bsize >= NEEDED_BYTES) tell('ok', 'Disk space', free)
  else tell('FAIL', 'Disk space', `${free}: packages and build take ${NEEDED_BYTES / GIB} GiB`, 'Make room.')
}

async function registryAnswers() {
  const args = ['view', 'turbo', 'version', '--fetch-retries=0', `--fetch-timeout=${REGISTRY_WITHIN_MS}`]
  const { code, output } = await runStep('npm', args, { cwd: root, silent: true, withinMs: REGISTRY_WITHIN_MS })
  if (code === 0) return tell('ok', 'Registry', 'npm reaches its registry')
  const why = /npm (?:error|ERR!) (?:code )?(\S+)/.exec(output)?.[1] ?? 'no answer'
  const mend =
    'Is this machine online? Behind a proxy: npm config set proxy … ; with a mirror: npm config set registry …'
  tell('FAIL', 'Registry', `npm does not reach its registry (${why})`, mend)
}

async function beforeInstallation() {
  tell('ok', 'Node', `Node ${process.versions.node}`)
  tell('note', 'Packages', `not installed: npm run up installs them (${lockedCount(root)}, some minutes)`)
  const hasNpm = await npmAnswers()
  await checkoutIsWritable()
  checkoutHasRoom()
  if (hasNpm) await registryAnswers()
  else tell('-', 'Registry', 'not looked at: it needs what failed above (npm)')
  tell('-', 'The rest', 'not looked at: settings, data folder, ports and servers need the packages')
  console.log(healthy ? '\nPyFlare can be installed here: npm run up' : '\nMend what failed, then look again.')
  process.exitCode = healthy ? 0 : 1
}

if (!isInstalled(root)) await beforeInstallation()
else if (isBuilt(root)) {
  tell('ok', 'Packages', 'installed and built')
  process.argv.splice(1, 1, builtEntry(root), 'doctor')
  await import(pathToFileURL(builtEntry(root)).href)
} else {
  tell('note', 'Packages', 'installed, and not built from these sources yet: npm run up builds them')
  const source = join(root, 'apps', 'standalone', 'src', 'main.ts')
  const args = ['--import', 'tsx', '--conditions=development', source, 'doctor', ...process.argv.slice(2)]
  process.exitCode = (await runStep(process.execPath, args, { cwd: root })).code
}
