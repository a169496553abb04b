export { MetricsPage, type MetricsPageProps } from './metrics-page.tsx'
