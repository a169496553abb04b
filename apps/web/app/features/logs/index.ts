export { apiLogFilters, readLogFilters } from './log-filters.ts'
export { LogsPage, type LogsPageProps } from './logs-page.tsx'
