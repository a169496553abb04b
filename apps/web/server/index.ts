export { createWebService, type WebService, type WebServiceOptions } from './service.ts'
