export * from './error.ts'
export * from './logger.ts'
export * from './service.ts'
export * from './stop-signal.ts'
