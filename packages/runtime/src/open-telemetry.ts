import { join } from 'node:path'
import type { Config } from '@pyflare/config'
import type { Logger } from '@pyflare/observe'
import { openClickHouseStore, startEmbeddedServer, type TelemetryStore } from '@pyflare/telemetry-store'

/** The store that the configuration names. Its tables may be old: `maintenance.migrate` comes first. */
export async function openTelemetry({ telemetryStore, dataDir }: Config, logger: Logger): Promise<TelemetryStore> {
  return telemetryStore.kind === 'embedded'
    ? openEmbedded(join(dataDir, 'clickhouse'), telemetryStore.maxMemoryMib, logger)
    : openByUrl(telemetryStore, logger)
}

async function openEmbedded(dataDir: string, memoryMib: number | undefined, logger: Logger): Promise<TelemetryStore> {
  const memory = memoryMib === undefined ? {} : { memoryLimitBytes: memoryMib * 1_048_576 }
  const server = await startEmbeddedServer({ dataDir, logger, ...memory })
  return openClickHouseStore({
    url: server.url,
    ...server.writer,
    readAccount: server.reader,
    database: server.database,
    headers: server.headers,
    logger,
    onClose: () => server.stop(),
  })
}

type ByUrl = Extract<Config['telemetryStore'], { kind: 'clickhouse' }>

function openByUrl(
  { url, user, password, readerUser, readerPassword, database }: ByUrl,
  logger: Logger,
): TelemetryStore {
  const reader =
    readerUser === undefined ? undefined : { username: readerUser, password: readerPassword?.reveal() ?? '' }
  return openClickHouseStore({
    url,
    username: user,
    password: password?.reveal() ?? '',
    ...(reader === undefined ? {} : { readAccount: reader }),
    database,
    logger,
  })
}
