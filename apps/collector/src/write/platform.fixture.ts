import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { TOPICS } from '@pyflare/domain'
import { type EventLog, openLocalEventLog } from '@pyflare/event-log'
import { createLogger } from '@pyflare/observe'
import { EvaluationBatchSchema, LogBatchSchema, MetricBatchSchema, TraceBatchSchema } from '@pyflare/proto'
import {
  type EmbeddedServer,
  openClickHouseStore,
  type StoreLimits,
  startEmbeddedServer,
  type TelemetryStore,
} from '@pyflare/telemetry-store'
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.fixture.ts'
import { createWriteRole, type WriteRole } from './write-role.ts'

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
const retention = { maxAgeMs: 3_600_000, maxBytes: 1 << 30 }

/** The real parts that the write role stands between, for tests: a log on disk, and a ClickHouse behind a wire to cut. */
export class Platform {
  static async start(limits: Partial<StoreLimits> = {}): Promise<Platform> {
    const dir = await mkdtemp(join(tmpdir(), 'pyflare-write-'))
    const server = await startEmbeddedServer({ dataDir: join(dir, 'clickhouse'), logger })
    const proxy = await startCuttingProxy(server.url)
    const store = openClickHouseStore({
      url: proxy.url,
      headers: server.headers,
      database: server.database,
      ...server.writer,
      readAccount: server.reader,
      logger,
      limits,
    })
    await store.maintenance.migrate()
    return new Platform(dir, server, proxy, store)
  }

  /** Set anew for each test, so that tests share a server and nothing else. */
  projectId = ''
  eventLog!: EventLog
  #role: WriteRole | undefined
  #logDir = ''

  private constructor(
    private readonly dir: string,
    readonly server: EmbeddedServer,
    readonly wire: CuttingProxy,
    readonly store: TelemetryStore,
  ) {}

  async freshLog(): Promise<void> {
    this.projectId = randomUUID()
    this.#logDir = await mkdtemp(join(this.dir, 'log-'))
    this.wire.decide = () => 'pass'
    await this.#openLog()
  }

  async #openLog(): Promise<void> {
    this.eventLog = await openLocalEventLog({
      dir: this.#logDir,
      topics: Object.values(TOPICS).map((name) => ({ name, partitions: 2, retention })),
      maxTotalBytes: 1 << 30,
      segmentBytes: 1 << 22,
      logger,
    })
  }

  async startRole(maxBatchBytes = 1 << 20): Promise<WriteRole> {
    const role = createWriteRole(
      { eventLog: this.eventLog, telemetry: this.store, logger },
      {
        maxBatchBytes,
        maxWaitMs: 0,
        pauses: { firstPauseMs: 5, longestPauseMs: 50 },
      },
    )
    await role.start()
    this.#role = role
    return role
  }

  async stopRole(): Promise<void> {
    await this.#role?.stop()
    this.#role = undefined
  }

  /** Kills the store's server and waits until its supervisor has brought it back. */
  async killServer(): Promise<void> {
    await new Promise<void>((resolve) => {
      const ignore = this.server.onRestart(() => {
        ignore()
        resolve()
      })
      process.kill(this.server.pid, 'SIGKILL')
    })
  }

  async endTest(): Promise<void> {
    await this.stopRole()
    await this.eventLog.close()
  }

  async stop(): Promise<void> {
    await this.store.close()
    await this.wire.close()
    await this.server.stop()
    await rm(this.dir, { recursive: true })
  }

  traces(records: MessageInitShape<typeof TraceBatchSchema>['records'], headers: Record<string, string> = {}) {
    const value = toBinary(TraceBatchSchema, create(TraceBatchSchema, { records }))
    return this.eventLog.append(TOPICS.traces, [{ key: 'a trace', value, headers }])
  }

  logs(records: MessageInitShape<typeof LogBatchSchema>['records']) {
    const value = toBinary(LogBatchSchema, create(LogBatchSchema, { records }))
    return this.eventLog.append(TOPICS.logs, [{ key: 'shop', value }])
  }

  metrics(records: MessageInitShape<typeof MetricBatchSchema>['records']) {
    const value = toBinary(MetricBatchSchema, create(MetricBatchSchema, { records }))
    return this.eventLog.append(TOPICS.metrics, [{ key: 'm', value }])
  }

  evaluations(
    records: MessageInitShape<typeof EvaluationBatchSchema>['records'],
    headers: Record<string, string> = {},
  ) {
    const value = toBinary(EvaluationBatchSchema, create(EvaluationBatchSchema, { records }))
    return this.eventLog.append(TOPICS.evaluations, [{ key: 'a trace', value, headers }])
  }

  /** One value from the server itself, past the wire. `{p:String}` is the project. */
  async ask(sql: string): Promise<string> {
    const query = new URLSearchParams({ database: this.server.database, param_p: this.projectId })
    const { username, password } = this.server.writer
    const response = await fetch(`${this.server.url}/?${query}`, {
      method: 'POST',
      body: sql,
      headers: { ...this.server.headers, 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password },
    })
    const text = (await response.text()).trim()
    if (!response.ok) throw new Error(text)
    return text
  }

  /** Resolves messages that the store is behind; 0 once all is written and committed. */
  async behind(): Promise<bigint> {
    let sum = 0n
    for (const topic of Object.values(TOPICS)) {
      for (const { endOffset, committedOffset, oldestOffset } of await this.eventLog.positions(topic, 'writer')) {
        sum += endOffset - (committedOffset ?? oldestOffset)
      }
    }
    return sum
  }
}
