import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { errorCode, type Logger, PyflareError } from '@pyflare/observe'
import { freePort } from './free-port.ts'
import { type Account, DATABASE, KEY_HEADER, serverConfigXml, usersXml } from './server-config.ts'
import { launchServer, type ServerProcess } from './server-process.ts'

export interface EmbeddedServerOptions {
  /** A folder of its own; made when absent. One server at a time. */
  dataDir: string
  logger: Logger
  /** Default: a quarter of the machine, between 1 and 4 GiB. */
  memoryLimitBytes?: number
}

/** A ClickHouse server on loopback that only we can speak to. It ends when this process does. */
export interface EmbeddedServer {
  readonly url: string
  /** Send with every request. */
  readonly headers: Readonly<Record<string, string>>
  readonly database: string
  /** Owns the database. */
  readonly writer: Account
  /** May only select. */
  readonly reader: Account
  /** Of the run that serves now; changes with a restart. */
  readonly pid: number
  /** Calls back after each restart, when the server answers again. Returns how to stop that. */
  onRestart(listener: () => void): () => void
  /** Resolves when its process is gone. */
  stop(): Promise<void>
}

const GIB = 2 ** 30
const START_TIMEOUT_MS = 60_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
/** A run at least this long starts the pauses anew. */
const STEADY_RUN_MS = 60_000
const PORT_ATTEMPTS = 5

/**
 * Starts the ClickHouse server of chDB's library as a supervised child process and resolves when it answers.
 * @throws PyflareError `environment_unfit` when it can't run here, in a sentence that says why.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const folder = resolve(options.dataDir)
  const path = join(folder, 'data')
  const memory = options.memoryLimitBytes ?? Math.min(4 * GIB, Math.max(GIB, Math.floor(totalmem() / 4)))
  const secrets = {
    key: randomBytes(24).toString('base64url'),
    greeting: randomBytes(12).toString('base64url'),
    writer: { username: 'pyflare_writer', password: randomBytes(24).toString('base64url') },
    reader: { username: 'pyflare_reader', password: randomBytes(24).toString('base64url') },
  }
  const launch = async (port: number) => {
    // Written before every launch: a second start in the same folder, which fails, leaves its own secrets behind.
    const configFile = await writeConfiguration(folder, path, memory, secrets)
    return launchServer({ path, configFile, port, greeting: secrets.greeting, startTimeoutMs: START_TIMEOUT_MS })
  }
  const { port, run } = await launchOnFreePort(launch)
  options.logger.info({ port, pid: run.pid }, 'The embedded ClickHouse server answers.')
  const supervised = supervise(() => launch(port), run, options.logger)
  return {
    url: `http://127.0.0.1:${port}`,
    headers: { [KEY_HEADER]: secrets.key },
    database: DATABASE,
    writer: secrets.writer,
    reader: secrets.reader,
    get pid() {
      return supervised.pid()
    },
    onRestart: supervised.onRestart,
    stop: supervised.stop,
  }
}

type Secrets = { key: string; greeting: string; writer: Account; reader: Account }

async function writeConfiguration(folder: string, path: string, memory: number, secrets: Secrets): Promise<string> {
  const configFile = join(folder, 'server.xml')
  const usersFile = join(folder, 'users.xml')
  const logDir = join(folder, 'log')
  const config = serverConfigXml({
    usersFile,
    logFile: join(logDir, 'server.log'),
    errorLogFile: join(logDir, 'server.error.log'),
    memoryLimitBytes: memory,
    threads: availableParallelism(),
    key: secrets.key,
    greeting: secrets.greeting,
  })
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await mkdir(logDir, { recursive: true, mode: 0o700 })
    await writeFile(usersFile, usersXml(secrets.writer, secrets.reader), { mode: 0o600 })
    await writeFile(configFile, config, { mode: 0o600 })
  } catch (cause) {
    throw new PyflareError(
      'environment_unfit',
      `The data folder ${folder} can't be written. Choose another, or give this user the right to write there.`,
      { cause },
    )
  }
  return configFile
}

type Launch = (port: number) => Promise<ServerProcess>

async function launchOnFreePort(launch: Launch): Promise<{ port: number; run: ServerProcess }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    try {
      return { port, run: await launch(port) }
    } catch (error) {
      if (attempt === PORT_ATTEMPTS || errorCode(error) !== 'unavailable') throw error
    }
  }
}

/** Keeps a server running at the address that its clients know. */
function supervise(launch: () => Promise<ServerProcess>, first: ServerProcess, logger: Logger) {
  const listeners = new Set<() => void>()
  const stopping = new AbortController()
  let run = first

  async function watch(): Promise<void> {
    let startedAt = Date.now()
    let pauseMs = FIRST_PAUSE_MS
    while (true) {
      const how = await run.ended
      if (stopping.signal.aborted) return
      if (Date.now() - startedAt > STEADY_RUN_MS) pauseMs = FIRST_PAUSE_MS
      logger.warn({ how, pauseMs }, 'The embedded ClickHouse server ended by itself; it is started again.')
      await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      startedAt = Date.now()
      try {
        run = await launch()
      } catch (error) {
        logger.error({ err: error }, 'The embedded ClickHouse server did not start again; the next try follows.')
        continue
      }
      if (stopping.signal.aborted) return run.kill()
      logger.info({ pid: run.pid }, 'The embedded ClickHouse server answers again.')
      for (const listener of listeners) listener()
    }
  }
  const watching = watch()

  return {
    pid: () => run.pid,
    onRestart(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop(): Promise<void> {
      stopping.abort()
      await run.kill()
      await watching
    },
  }
}
