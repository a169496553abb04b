import { mkdir, realpath } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type Logger, PyflareError } from '@pyflare/observe'
import { serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { DATABASE, ensureCluster } from './cluster.ts'
import { claimDataDir } from './data-dir-owner.ts'
import { endOrphan } from './orphan.ts'
import { type ServerOptions, type ServerProcess, startServer } from './server-process.ts'

export interface EmbeddedPostgresOptions {
  /** Made when it is not there. Everything of the server is in it. */
  dataDir: string
  /** Loopback port; 0, the default, takes any free one. */
  port?: number
  logger: Logger
}

export interface EmbeddedPostgres {
  /** With the password in it: never log it. */
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL of our own on loopback, as a process of its own that ends with us, also when we are killed. When it
 * falls, it is started again on the same port. Rejects with `environment_unfit` when this machine or folder can't have one.
 */
export async function startEmbeddedPostgres({
  dataDir,
  port: wantedPort = 0,
  logger,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = serverAccount()
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const home = await realpath(dataDir)
  const release = await claimDataDir(home)
  try {
    const binaries = await findBinaries(account, logger)
    const cluster = await ensureCluster(home, binaries, account, logger)
    await endOrphan(cluster.dir, logger)
    const options = { postgres: binaries.postgres, clusterDir: cluster.dir, account, logger }
    const { server, port } = await startOnPort(wantedPort, options)
    const supervisor = new Supervisor(server, { ...options, port })
    return {
      url: `postgres://${DATABASE}:${cluster.password}@127.0.0.1:${port}/${DATABASE}`,
      stop: async () => {
        await supervisor.stop()
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** A free port may be taken by another process before the server binds it: then another one is tried. */
async function startOnPort(
  wanted: number,
  options: Omit<ServerOptions, 'port'>,
): Promise<{ server: ServerProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = wanted || (await freePort())
    try {
      return { server: await startServer({ ...options, port }), port }
    } catch (error) {
      const transient =
        error instanceof Error && /could not (bind|create any TCP)|pre-existing shared memory/.test(error.message)
      if (!transient || attempt === 5) throw error
      await pause(100 * attempt)
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address && typeof address === 'object') return address.port
  throw new PyflareError('environment_unfit', 'This machine gives no port on 127.0.0.1.')
}

/** Keeps one server running until it is stopped. */
class Supervisor {
  private readonly stopping = new AbortController()
  private readonly done: Promise<void>

  constructor(
    private server: ServerProcess,
    private readonly options: ServerOptions,
  ) {
    this.done = this.watch()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.server.stop()
    await this.done
  }

  private async watch(): Promise<void> {
    const { logger } = this.options
    let failures = 0
    for (;;) {
      const startedMs = Date.now()
      const said = await this.server.ended
      if (this.stopping.signal.aborted) return
      failures = Date.now() - startedMs > 30_000 ? 0 : failures + 1
      logger.error({ said }, 'The embedded PostgreSQL ended by itself; starting it again.')
      while (!(await this.restart(failures))) {
        if (this.stopping.signal.aborted) return
        failures++
      }
    }
  }

  private async restart(failures: number): Promise<boolean> {
    const { logger } = this.options
    try {
      await pause(Math.min(5_000, 50 * 2 ** failures), undefined, { signal: this.stopping.signal })
      this.server = await startServer(this.options)
    } catch (error) {
      if (!this.stopping.signal.aborted) logger.error({ err: error }, 'The embedded PostgreSQL did not start again.')
      return false
    }
    // Stopped while it was starting: the stop saw only the server before this one.
    if (this.stopping.signal.aborted) await this.server.stop()
    else logger.info({}, 'The embedded PostgreSQL runs again.')
    return true
  }
}
