export { exemplarMetricOf, firstOf, groupOf, NOT_GROUPED } from './measures.ts'
export { MetricsPage, type MetricsPageProps } from './metrics-page.tsx'
export { overviewGroupOf } from './overview-groups.ts'
export { aggregationsOf } from './series-words.ts'
