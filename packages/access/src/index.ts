export * from './access.ts'
export { type AccessOptions, openAccess } from './open-access.ts'
