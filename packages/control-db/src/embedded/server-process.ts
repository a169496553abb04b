import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Logger, PyflareError } from '@pyflare/observe'
import { dataDirArgument, SERVER_ENVIRONMENT, type ServerAccount } from './account.ts'
import { endServer, postmasterPid } from './orphan.ts'

/**
 * Runs the server beside a watcher that holds the pipe from us. The pipe closes when we close it and when we die in any
 * way; then the watcher asks the server for a fast shutdown. The shell ends with the server, whichever way that came about.
 */
const SUPERVISOR = `
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
( while read -r _ <&3; do :; done; kill -INT "$server" ) &
watcher=$!
wait "$server"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
`

/** Small on purpose: control data is megabytes, and it shares the machine with everything else. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  cluster_name: 'pyflare',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '',
  // Failed statements reach their caller as errors; what is left in the log is about the server itself.
  log_min_messages: 'log',
  log_checkpoints: 'off',
  max_connections: '60',
  shared_buffers: '32MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_worker_processes: '2',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  huge_pages: 'off',
  jit: 'off',
}

export interface ServerOptions {
  postgres: string
  clusterDir: string
  port: number
  account: ServerAccount | undefined
  logger: Logger
}

export interface ServerProcess {
  /** Resolves when the server has ended, with what it said last. */
  readonly ended: Promise<string>
  /** Ends the server and waits for it. */
  stop(): Promise<void>
}

/** Starts a server and waits until it takes connections. Rejects with `unavailable` when it ends or takes a minute. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const child = spawnSupervised(options)
  let lastLines: string[] = []
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => resolve([...lastLines, `(exit ${code ?? signal})`].join(' ')))
  })
  let stopping = false
  const server: ServerProcess = {
    ended,
    stop: () => {
      stopping = true
      return stopServer(child, ended, options)
    },
  }
  const ready = new Promise<'ready'>((resolve) => {
    if (!child.stderr) return
    createInterface(child.stderr).on('line', (line) => {
      // A connection that its pool has just let go of is told so in the last moment: no cause for worry.
      const severe = !stopping && (line.startsWith('FATAL') || line.startsWith('PANIC'))
      options.logger[severe ? 'warn' : 'debug']({ line: line.slice(0, 2000) }, 'PostgreSQL')
      lastLines = [...lastLines.slice(-4), line.slice(0, 500)]
      if (line.includes('database system is ready to accept connections')) resolve('ready')
    })
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, 60_000, 'late')
  })
  const first = await Promise.race([ready, late, ended])
  clearTimeout(timer)
  if (first === 'ready') return server
  if (first === 'late') await server.stop()
  throw new PyflareError(
    'unavailable',
    `The embedded PostgreSQL in ${options.clusterDir} did not start: ${await ended}`,
  )
}

function spawnSupervised({ postgres, clusterDir, port, account }: ServerOptions): ChildProcess {
  const settings = Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const command = [postgres, '-D', dataDirArgument(clusterDir, account), ...settings]
  return spawn('/bin/sh', ['-c', SUPERVISOR, 'pyflare-postgres', ...command], {
    ...account,
    cwd: clusterDir,
    env: SERVER_ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'pipe'],
    // A session of its own: Ctrl-C reaches us alone, and we end the server when nobody needs it any more.
    detached: true,
  })
}

async function stopServer(child: ChildProcess, ended: Promise<string>, { clusterDir }: ServerOptions): Promise<void> {
  child.stdin?.on('error', () => undefined)
  child.stdin?.end()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, 10_000, 'late')
  })
  const first = await Promise.race([ended, late])
  clearTimeout(timer)
  if (first !== 'late') return
  const pid = await postmasterPid(clusterDir)
  if (pid !== undefined) await endServer(pid, clusterDir)
  await ended
}
