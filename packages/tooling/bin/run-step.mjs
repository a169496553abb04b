import { spawn } from 'node:child_process'
import { handSignalsTo } from './hand-signals.mjs'

/**
 * Runs a command and shows its output as it comes. A signal that asks this process to end is handed on; when the command has
 * ended then, so does this process.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {Record<string, string>} [options.env] Beside this process's own.
 * @param {boolean} [options.quiet] Shows output only on failure.
 * @param {boolean} [options.silent] Shows no output at all.
 * @param {(line: string) => boolean | undefined} [options.onLine] Told of each line; one for which it returns true is done with,
 *   and is no part of the output. Lines are shown when they are whole.
 * @param {number} [options.withinMs] Ends the command when it takes longer.
 * @returns {Promise<{ code: number, output: string }>} What it printed on both streams, and how it ended.
 */
export function runStep(command, args, { cwd, env, quiet = false, silent = false, onLine, withinMs } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'pipe']
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio, timeout: withinMs })
    const endAsAsked = handSignalsTo(child)
    let output = ''
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      const take = (text) => {
        output += text
        if (!quiet && !silent) to.write(text)
      }
      const chunks = onLine === undefined ? take : byLine((line) => onLine(line) || take(`${line}\n`))
      from.setEncoding('utf8').on('data', chunks)
      if (onLine !== undefined) from.once('end', () => chunks('\n'))
    }
    child.once('error', (error) => {
      if (!endAsAsked()) reject(error)
    })
    child.once('close', (code) => {
      if (endAsAsked()) return
      if (quiet && !silent && code !== 0) process.stderr.write(output)
      resolve({ code: code ?? 1, output })
    })
  })
}

/** Chunks in, whole lines that are not empty out. */
function byLine(onLine) {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') onLine(line)
  }
}
