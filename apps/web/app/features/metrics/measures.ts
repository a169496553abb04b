import type { MetricDescriptor, Timeseries } from '~/api/rows.ts'

/** What metrics of any name measure of model calls, in the words of the page. */
const TITLES: Readonly<Record<string, string>> = {
  'genai.tokens': 'Tokens',
  'genai.duration': 'Duration',
  'genai.ttft': 'Time to first token',
  'genai.tpot': 'Time per output token',
  'genai.cost': 'Cost, as clients tell it',
  'genai.inference_calls': 'Model calls of an agent run',
  'genai.tool_calls': 'Tool calls of an agent run',
}

/** Whether a name is that of a measure rather than of one metric. */
export function isMeasure(name: string): boolean {
  return Object.hasOwn(TITLES, name)
}

/** '' for the name of a metric. */
export function measureTitle(name: string): string {
  return TITLES[name] ?? ''
}

export interface MeasureEntry {
  measure: string
  title: string
  /** Names of the metrics that measure it. */
  metrics: string[]
}

/** The measures that some metric has, in the order of the page. */
export function measuresOf(metrics: readonly MetricDescriptor[]): MeasureEntry[] {
  return Object.entries(TITLES).flatMap(([measure, title]) => {
    const names = metrics.filter((metric) => metric.measure === measure).map(({ name }) => name)
    return names.length === 0 ? [] : [{ measure, title, metrics: names }]
  })
}

/**
 * The metric whose exemplars belong beside a series. Of a measure it is the first that tells it in the measure's own unit: exemplars
 * are shown as they were sent. undefined where there is none.
 */
export function exemplarMetricOf(
  { name, unit, metrics: tellers }: Pick<Timeseries, 'name' | 'unit' | 'metrics'>,
  metrics: readonly MetricDescriptor[],
): string | undefined {
  if (!isMeasure(name)) return name
  return tellers.find((teller) => metrics.some((metric) => metric.name === teller && metric.unit === unit))
}

/** What is shown where nothing was chosen: what is measured of calls before what else was sent. */
export function firstOf(metrics: readonly MetricDescriptor[]): string | undefined {
  return measuresOf(metrics)[0]?.measure ?? metrics[0]?.name
}

/** What stands for no group in the address: leaving it out stands for the usual one. */
export const NOT_GROUPED = 'none'

/** Operations of one measure are not alike, nor are types of tokens. */
const USUAL_GROUPS: Readonly<Record<string, string>> = {
  'genai.tokens': 'token_type',
  'genai.duration': 'operation_kind',
}

/** How a metric's or measure's series are grouped, as the address says or as is usual. */
export function groupOf(name: string, told: string | null): string {
  return told ?? USUAL_GROUPS[name] ?? NOT_GROUPED
}
