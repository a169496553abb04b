export {
  type ClickHouseStoreOptions,
  openClickHouseStore,
  type StoreLimits,
} from './clickhouse/open-clickhouse-store.ts'
export {
  type EmbeddedServer,
  type EmbeddedServerOptions,
  startEmbeddedServer,
} from './embedded-server/start-embedded-server.ts'
export * from './reader.ts'
export * from './rows.ts'
export * from './telemetry-store.ts'
