export * from './error.ts'
export * from './logger.ts'
export * from './service.ts'
