#!/usr/bin/env node
import { PyflareError } from '@pyflare/observe'
import { createProgram } from './cli/program.ts'

// A reader that has seen enough, as `| head` has, is no defect; nor is a terminal that was closed: what runs must still end cleanly.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })
}

try {
  await createProgram().parseAsync()
} catch (error) {
  // What went wrong in a known way is one sentence; anything else is a defect, and its stack helps to mend it.
  process.stderr.write(
    `${error instanceof PyflareError ? error.message : error instanceof Error ? error.stack : error}\n`,
  )
  process.exitCode = 1
}
