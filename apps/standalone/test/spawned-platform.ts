import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What `pyflare up --json` prints. */
export interface Announcement {
  url: string
  otlp_http: string
  otlp_grpc: string
  project_id: string | null
  project_key: string | null
  email: string | null
  password: string | null
}

export interface SpawnedPlatform {
  announcement: Announcement
  process: ChildProcess
  /** All that it wrote on standard output and standard error. */
  said(): { stdout: string; stderr: string }
  /** Sends a signal and resolves with how the process ended. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
export const ANY_PORTS = ['--port', '0', '--otlp-grpc-port', '0', '--otlp-http-port', '0']

/** Runs `pyflare` from its sources, in a process of its own; with `detached` in a group of its own, as a terminal does. */
export function spawnPyflare(args: readonly string[], { detached = false } = {}) {
  const child = spawn(process.execPath, ['--conditions=development', '--import', 'tsx', MAIN, ...args], {
    cwd: ROOT,
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that is given up waits for nothing any more: what it started must not outlive it.
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  return child
}

/** Runs `pyflare up --json`, and resolves when it has printed its line. */
export async function spawnPlatform(dataDir: string, flags: readonly string[] = []): Promise<SpawnedPlatform> {
  const child = spawnPyflare(['up', '--json', '--data-dir', dataDir, ...ANY_PORTS, ...flags])
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const lines = createInterface({ input: child.stdout })
  const line = new Promise<string>((resolve) => {
    lines.on('line', (text) => {
      stdout += `${text}\n`
      resolve(text)
    })
  })
  const first = await Promise.race([line, ended])
  if (typeof first !== 'string') throw new Error(`pyflare up ended (${first}):\n${stderr}`)
  return {
    announcement: JSON.parse(first) as Announcement,
    process: child,
    said: () => ({ stdout, stderr }),
    async end(signal) {
      child.kill(signal)
      const [code, by] = await ended
      return { code, signal: by }
    },
  }
}
