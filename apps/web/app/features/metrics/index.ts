export { MetricsPage, type MetricsPageProps } from './metrics-page.tsx'
export { aggregationsOf } from './series-words.ts'
