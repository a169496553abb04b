#!/usr/bin/env node
import { PyflareError } from '@pyflare/observe'
import { createProgram } from './cli/program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  // What went wrong in a known way is one sentence; anything else is a defect, and its stack helps to mend it.
  process.stderr.write(
    `${error instanceof PyflareError ? error.message : error instanceof Error ? error.stack : error}\n`,
  )
  process.exitCode = 1
}
