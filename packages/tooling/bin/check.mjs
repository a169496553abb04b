#!/usr/bin/env node
/** `npm run check`: format, lint, types, import rules, dead code, lock file, configuration, links. One line each, and the output of what failed. */
import { fileURLToPath } from 'node:url'
import { brokenLinks } from './links.mjs'
import { runStep } from './run-step.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const STEPS = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  ['types', ['node_modules/typescript-7/bin/tsc', '--noEmit', '-p', 'tsconfig.json']],
  [
    'import rules',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'apps',
      'packages',
    ],
  ],
  ['dead code', ['node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints']],
  ['lock file', ['packages/tooling/bin/complete-lock.mjs', '--check']],
  ['configuration docs', ['node_modules/vitest/vitest.mjs', 'run', 'packages/config/src/docs.test.ts']],
]

let failed = 0
function report(name, ok, startedAt) {
  if (!ok) failed++
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
}

for (const [name, args] of STEPS) {
  const startedAt = Date.now()
  const { code } = await runStep(process.execPath, args, { cwd: root, quiet: true })
  report(name, code === 0, startedAt)
}

const startedAt = Date.now()
const broken = await brokenLinks(root)
for (const { file, link } of broken) console.error(`${file} links to ${link}, which is not there (or a line number).`)
report('links', broken.length === 0, startedAt)

process.exit(failed === 0 ? 0 : 1)
