export { createJobsService } from './service.ts'
