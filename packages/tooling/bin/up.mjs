#!/usr/bin/env node
/**
 * `npm run up [-- flags]`: installs and builds what is missing, then starts PyFlare in this very process. What has not changed
 * is not done again: a second start asks neither npm nor turbo. Needs nothing but Node; speaks on standard error alone.
 */
import { fileURLToPath, pathToFileURL } from 'node:url'
import { builtEntry, fingerprint, isBuilt, isInstalled, stampBuilt } from './prepare.mjs'
import { runStep } from './run-step.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const LEAST_NODE = [20, 19]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
  console.error(`PyFlare needs Node ${LEAST_NODE.join('.')} or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

async function step(what, command, args, mend) {
  console.error(`${what} …`)
  const startedAt = Date.now()
  const { code } = await runStep(command, args, { cwd: root, quiet: true })
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  if (code !== 0) {
    console.error(`${what} failed after ${seconds} s. ${mend}`)
    process.exit(1)
  }
  console.error(`${what}: ${seconds} s`)
}

if (!isInstalled(root)) {
  await step(
    'Installing packages',
    'npm',
    ['ci', '--no-progress'],
    'The lines above say why; is the registry reachable?',
  )
}
if (!isBuilt(root)) {
  const sources = fingerprint(root)
  await step('Building', 'npm', ['run', 'build'], 'The lines above say why.')
  await stampBuilt(root, sources)
}

process.argv.splice(1, 1, builtEntry(root), 'up')
await import(pathToFileURL(builtEntry(root)).href)
