export * from './reader.ts'
export * from './rows.ts'
export * from './telemetry-store.ts'
