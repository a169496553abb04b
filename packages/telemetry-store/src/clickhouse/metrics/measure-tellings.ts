import { rankOfMeasure } from '@pyflare/domain'
import type { MetricDescriptor } from '../../rows.ts'
import type { Telling } from './metric-points.ts'

/** More names of one measure than anybody sends. */
const MOST_METRICS = 30

const DISTRIBUTIONS = ['histogram', 'exponential_histogram']

/** Whether a metric tells of each call rather than of all. */
export function isDistribution({ value_type }: Pick<MetricDescriptor, 'value_type'>): boolean {
  return DISTRIBUTIONS.includes(value_type)
}

/** Metrics of one measure, those whose telling counts before others first. */
export function byPreference(metrics: readonly MetricDescriptor[]): MetricDescriptor[] {
  const weight = (metric: MetricDescriptor) => (isDistribution(metric) ? 0 : 1)
  return [...metrics]
    .sort(
      (one, other) =>
        weight(one) - weight(other) ||
        rankOfMeasure(one.name) - rankOfMeasure(other.name) ||
        (one.name < other.name ? -1 : 1),
    )
    .slice(0, MOST_METRICS)
}

/** What calls are told apart by: who tells of the same of these tells of the same calls. */
const CALLS = ['service_name', 'provider', 'model_id', 'operation_kind', 'token_type'] as const

/**
 * Points of the metric and the library whose telling of their calls counts: several instruments, libraries and generations of names may
 * tell of the same ones, and all of them together would count each call several times. `parts` are types of tokens that others hold already.
 */
export function tellingOf(metrics: readonly MetricDescriptor[], parts: readonly string[]): Telling {
  const calls = CALLS.join(', ')
  return {
    sql: `token_type NOT IN ({parts:Array(String)})
  AND (${calls}, metric_name, scope_name) IN (
    SELECT ${calls}, telling.1, telling.2
    FROM (
      SELECT ${CALLS.map((column) => `told.${column} AS ${column}`).join(', ')},
        argMin((told.metric_name, told.scope_name), (indexOf({tellings:Array(String)}, told.metric_name), told.scope_name)) AS telling
      FROM metrics AS told
      WHERE told.project_id = {project:String}
        AND told.metric_name IN ({tellings:Array(String)})
        AND told.time >= fromUnixTimestamp64Nano({read_from:Int64}, 'UTC')
        AND told.time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
      GROUP BY ${calls}
    )
  )`,
    params: { tellings: metrics.map(({ name }) => name), parts: [...parts] },
  }
}
