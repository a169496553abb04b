export { LiveButton } from './live-button.tsx'
export { apiFilters, readFilters, readSort } from './trace-filters.ts'
export { TracesPage, type TracesPageProps } from './traces-page.tsx'
