#!/usr/bin/env node
/**
 * `npm run up [-- flags]`: installs and builds what is missing, then starts PyFlare in this very process. What has not changed
 * is not done again: a second start asks neither npm nor turbo. Needs nothing but Node; speaks on standard error alone.
 */
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildPackages, installPackages } from './long-steps.mjs'
import { builtEntry, isBuilt, isInstalled } from './prepare.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))

if (!isInstalled(root) && !(await installPackages(root))) {
  console.error('The lines above say why; npm run doctor tells whether the registry can be reached.')
  process.exit(1)
}
if (!isBuilt(root) && !(await buildPackages(root))) {
  console.error('The lines above say why.')
  process.exit(1)
}

process.argv.splice(1, 1, builtEntry(root), 'up')
await import(pathToFileURL(builtEntry(root)).href)
