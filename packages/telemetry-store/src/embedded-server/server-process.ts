import { type ChildProcess, spawn } from 'node:child_process'
import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { PyflareError } from '@pyflare/observe'
import { LAUNCHER_URL } from '../package-files.ts'

export interface LaunchOptions {
  /** Where ClickHouse keeps its tables; one process at a time may use it. */
  path: string
  configFile: string
  port: number
  greeting: string
  /** How long it may take until it answers; it loads every part of every table first. */
  startTimeoutMs: number
}

/** One run of the server: from its launch until its process has ended. */
export interface ServerProcess {
  readonly pid: number
  /** Resolves with a sentence when the process has ended, whoever ended it. */
  readonly ended: Promise<string>
  /** Resolves when nothing of it is left. What was acknowledged is on disk already, so it is not asked politely. */
  kill(): Promise<void>
}

const STDERR_KEPT_CHARS = 4096
const UNFIT_EXIT_CODE = 78

/** Resolves when the server answers. @throws PyflareError `environment_unfit`, or `unavailable` when its port was taken. */
export async function launchServer(options: LaunchOptions): Promise<ServerProcess> {
  const args = ['--path', options.path, '--config-file', options.configFile, '--log-level', 'warning']
  const listen = ['--listen_host', '127.0.0.1', '--http_port', String(options.port)]
  const child = spawn(process.execPath, [fileURLToPath(LAUNCHER_URL), ...args, ...listen], {
    cwd: options.path,
    // Not our environment: it holds secrets, and options for Node that are not meant for this process.
    env: { TZ: 'UTC' },
    stdio: ['pipe', 'ignore', 'pipe'],
    // A process group of its own: Ctrl-C in a terminal must not end it before us.
    detached: true,
  })
  const words = keepFirst(child)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
  })
  // Writing to the pipe of a dead child would raise an error; nothing is ever written, only its end matters.
  child.stdin?.on('error', () => undefined)
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    await untilReady(options, ended)
  } catch (error) {
    await kill()
    throw explain(error, options, child, words())
  }
  return { pid: child.pid ?? 0, ended, kill }
}

async function untilReady({ port, greeting, startTimeoutMs }: LaunchOptions, ended: Promise<string>): Promise<void> {
  const deadline = Date.now() + startTimeoutMs
  let over: string | undefined
  void ended.then((how) => {
    over = how
  })
  while (Date.now() < deadline) {
    if (over !== undefined) throw new Error(`it ended with ${over}`)
    if ((await answer(port)) === greeting) return
    await pause(20)
  }
  throw new Error(`it did not answer within ${startTimeoutMs / 1000} seconds`)
}

function answer(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/ping', timeout: 1000, agent: false }, (response) => {
      response.setEncoding('utf8')
      let body = ''
      response.on('data', (text: string) => {
        body = (body + text).slice(0, 200)
      })
      response.on('end', () => resolve(body))
      response.on('error', () => resolve(undefined))
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(undefined))
  })
}

function keepFirst(child: ChildProcess): () => string {
  let kept = ''
  child.stderr?.setEncoding('utf8')
  child.stderr?.on('data', (text: string) => {
    if (kept.length < STDERR_KEPT_CHARS) kept = (kept + text).slice(0, STDERR_KEPT_CHARS)
  })
  return () => kept
}

function explain(cause: unknown, options: LaunchOptions, child: ChildProcess, words: string): PyflareError {
  if (words.includes('Address already in use')) {
    return new PyflareError('unavailable', `Port ${options.port} of the embedded ClickHouse server was taken.`, {
      cause,
    })
  }
  if (words.includes('Cannot lock file')) {
    return new PyflareError(
      'environment_unfit',
      `The data folder ${options.path} is in use by another ClickHouse server. Stop the PyFlare that uses it, or choose another data folder.`,
      { cause },
    )
  }
  const said = words.split('\n').find((line) => /^(Code: \d+|unfit: )/.test(line)) ?? words.split('\n')[0] ?? ''
  const reason = said.replace(/^unfit: /, '').trim() || (cause instanceof Error ? cause.message : String(cause))
  const platform = `${process.platform}-${process.arch}`
  const elsewhere = 'give PyFlare the URL of a ClickHouse server instead.'
  const remedy = /^Cannot find (module|package)|is not installed/.test(reason)
    ? `Run npm ci again, or ${elsewhere}`
    : child.exitCode === UNFIT_EXIT_CODE
      ? `It can't run on ${platform}: ${elsewhere}`
      : `See the log beside its data, or ${elsewhere}`
  return new PyflareError(
    'environment_unfit',
    `The embedded ClickHouse server did not start (${reason.slice(0, 300)}). ${remedy}`,
    { cause },
  )
}
