export { type CollectorRoles, type CollectorService, createCollectorService } from './service.ts'
