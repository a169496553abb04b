export { TracePage, type TracePageProps } from './trace-page.tsx'
