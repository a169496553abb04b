import type { Logger } from '@pyflare/observe'
import type { TelemetryStore } from '../telemetry-store.ts'
import { clickhouseReader } from './clickhouse-reader.ts'
import { connect } from './connection.ts'
import { clickhouseWriter } from './insert/clickhouse-writer.ts'
import { clickhouseMaintenance } from './maintenance/clickhouse-maintenance.ts'
import { clickhouseNormalization } from './normalization/clickhouse-normalization.ts'
import { clickhouseSettlement } from './settlement/clickhouse-settlement.ts'

export interface StoreLimits {
  /** Of one query. Default 20 seconds. */
  queryTimeoutMs: number
  /** Of one insert, migration or deletion. Default 2 minutes. */
  writeTimeoutMs: number
  /** Of one query. Default 1 GiB. */
  queryMemoryBytes: number
  /** Of one insert or settling. Default 3 GiB. */
  writeMemoryBytes: number
  /** Rows of one answer. Default 100,000. */
  maxResultRows: number
  /** Settling reads no more of a trace. Default 10,000. */
  maxSpansPerTrace: number
  /** Requests at once, for reading and for writing each. Default 16. */
  maxConnections: number
}

export interface ClickHouseStoreOptions {
  url: string
  username: string
  password: string
  /** An account that may only select, for the reader. Default: the account above. */
  readAccount?: { username: string; password: string }
  database: string
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>>
  logger: Logger
  limits?: Partial<StoreLimits>
  /** Called by `close` after the connections are closed: stops the server where it is ours. */
  onClose?: () => Promise<void>
}

const GIB = 2 ** 30

const DEFAULT_LIMITS: StoreLimits = {
  queryTimeoutMs: 20_000,
  writeTimeoutMs: 120_000,
  queryMemoryBytes: GIB,
  writeMemoryBytes: 3 * GIB,
  maxResultRows: 100_000,
  maxSpansPerTrace: 10_000,
  maxConnections: 16,
}

/** A ClickHouse server by its URL. Opens no connection yet: the first use does, and `maintenance.migrate` must be it. */
export function openClickHouseStore(options: ClickHouseStoreOptions): TelemetryStore {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const base = { url: options.url, headers: options.headers ?? {}, maxConnections: limits.maxConnections }
  const account = { username: options.username, password: options.password }
  const forWriting = {
    ...{ ...base, ...account, database: options.database },
    timeoutMs: limits.writeTimeoutMs,
    memoryBytes: limits.writeMemoryBytes,
    // Settling reads whole traces by the hundred; how much is bounded by its own statements.
    maxResultRows: 0,
  }
  const writing = connect(forWriting)
  const serverWide = connect({ ...forWriting, database: 'default', maxConnections: 1 })
  const reading = connect({
    ...{ ...base, ...(options.readAccount ?? account), database: options.database },
    timeoutMs: limits.queryTimeoutMs,
    memoryBytes: limits.queryMemoryBytes,
    maxResultRows: limits.maxResultRows,
  })
  return {
    writer: clickhouseWriter(writing),
    settlement: clickhouseSettlement(writing, limits.maxSpansPerTrace),
    reader: clickhouseReader(reading),
    normalization: clickhouseNormalization(writing),
    maintenance: clickhouseMaintenance(serverWide, writing, options.database),
    async close() {
      await Promise.all([writing.close(), serverWide.close(), reading.close()])
      await options.onClose?.()
      options.logger.debug({ url: options.url }, 'The telemetry store is closed.')
    },
  }
}
