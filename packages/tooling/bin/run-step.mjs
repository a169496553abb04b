import { spawn } from 'node:child_process'

/**
 * Runs a command and shows its output as it comes.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, quiet?: boolean }} [options] `quiet` shows output only on failure.
 * @returns {Promise<{ code: number, output: string }>} What it printed on both streams, and how it ended.
 */
export function runStep(command, args, { cwd, env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const take = (stream) => (chunk) => {
      output += chunk
      if (!quiet) stream.write(chunk)
    }
    child.stdout.on('data', take(process.stdout))
    child.stderr.on('data', take(process.stderr))
    child.once('error', reject)
    child.once('close', (code) => {
      if (quiet && code !== 0) process.stderr.write(output)
      resolve({ code: code ?? 1, output })
    })
  })
}
