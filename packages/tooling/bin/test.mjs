#!/usr/bin/env node
/** `npm test`: installs what the tests need, then runs the checks and every test, and says how many passed. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium, findChromium } from './chromium.mjs'
import { buildPackages, installPackages } from './long-steps.mjs'
import { isBuilt, isInstalled } from './prepare.mjs'
import { ensurePython } from './python.mjs'
import { runStep } from './run-step.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const counts = { passed: 0, failed: 0, skipped: 0 }

function run(what, command, args, env) {
  console.log(`\n> ${what}`)
  return runStep(command, args, { cwd: root, env })
}

function fail(reason) {
  counts.failed++
  console.error(reason)
}

function finish(reason) {
  if (reason !== undefined) fail(reason)
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`)
  process.exit(counts.failed === 0 ? 0 : 1)
}

/** Adds what a runner says at its end. One that fails without naming a failed test counts as one failure. */
function count({ code, output }, line) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  const plain = output.replace(/\u001b\[[0-9;]*m/g, '')
  const before = counts.failed
  for (const text of plain.match(line) ?? []) {
    for (const [, number, word] of text.matchAll(/(\d+) (passed|failed|skipped|flaky)/g)) {
      counts[word === 'flaky' ? 'failed' : word] += Number(number)
    }
  }
  if (code !== 0 && counts.failed === before) counts.failed++
}

if (!isInstalled(root) && !(await installPackages(root))) finish('Packages could not be installed.')
const noBrowser = await ensureChromium()
const noPython = await ensurePython(root)

const checks = await run('Checking', process.execPath, ['packages/tooling/bin/check.mjs'])
count(
  { ...checks, output: checks.output.replace(/^ok .*$/gm, 'check 1 passed').replace(/^FAIL .*$/gm, 'check 1 failed') },
  /^check .*$/gm,
)

if (!isBuilt(root) && !(await buildPackages(root))) finish('The build failed.')

if (noPython !== undefined) console.error(noPython)
count(await run('Testing', process.execPath, ['node_modules/vitest/vitest.mjs', 'run']), /^\s*Tests\s+.*$/gm)

if (existsSync(join(root, 'playwright.config.ts'))) {
  if (noBrowser === undefined) {
    const env = { PYFLARE_CHROMIUM: findChromium() }
    count(
      await run('Testing in a browser', process.execPath, ['node_modules/@playwright/test/cli.js', 'test'], env),
      /^\s+\d+ (passed|failed|skipped|flaky).*$/gm,
    )
  } else fail(noBrowser)
}
finish()
