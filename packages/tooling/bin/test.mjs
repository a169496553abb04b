#!/usr/bin/env node
/** `npm test`: installs what the tests need, then runs the checks and every test, and says how many passed. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runStep } from './run-step.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const counts = { passed: 0, failed: 0, skipped: 0 }

async function must(what, command, args) {
  console.log(`\n> ${what}`)
  const { code, output } = await runStep(command, args, { cwd: root })
  if (code === 0) counts.passed++
  else counts.failed++
  return { code, output }
}

/** Adds what vitest says in its closing line: `Tests  1 failed | 41 passed | 2 skipped (44)`. */
function countTests(output) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  const line = output.replace(/\u001b\[[0-9;]*m/g, '').match(/^\s*Tests\s+(.*)$/m)?.[1] ?? ''
  for (const [, number, word] of line.matchAll(/(\d+) (passed|failed|skipped)/g)) counts[word] += Number(number)
}

if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) await must('Installing packages', 'npm', ['ci'])
await must('Checking', process.execPath, ['packages/tooling/bin/check.mjs'])
const unit = await must('Testing', process.execPath, ['node_modules/vitest/vitest.mjs', 'run'])
countTests(unit.output)

console.log(
  `\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
)
process.exit(counts.failed === 0 ? 0 : 1)
