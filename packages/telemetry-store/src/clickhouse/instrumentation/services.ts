import type { RangeQuery } from '../../reader.ts'
import type { InstrumentationServiceRow } from '../../rows.ts'
import type { Statement } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { Conditions, within } from '../queries/conditions.ts'

const MOST_SERVICES = 200

/** What a trace may lack whatever its spans say, of traces that call models. */
const LACKS = {
  without_session: `session_id = ''`,
  without_user: `user_id = ''`,
  without_release: `trace_index.release = ''`,
  without_environment: `trace_index.environment = ''`,
  without_root: 'NOT root_seen',
  unpriced: `cost_status != 'exact'`,
} as const

type Lack = keyof typeof LACKS

export type RawCompleteness = Record<Lack | 'traces', string> &
  Record<`${Lack}_trace`, string> & { service_name: string }

/** How complete the traces are that call models, by the service they began in. */
export function completenessStatement({ projectId, startTime, endTime }: RangeQuery): Statement {
  const conditions = within(new Conditions(projectId), 'start_time', nanosOf(startTime), nanosOf(endTime))
  const lacks = Object.entries(LACKS).map(
    ([name, condition]) => `,
  countIf(${condition}) AS ${name},
  lower(hex(argMaxIf(trace_id, start_time, ${condition}))) AS ${name}_trace`,
  )
  return {
    name: 'instrumentation: services',
    sql: `SELECT
  service_name,
  count() AS traces${lacks.join('')}
FROM trace_index FINAL
WHERE ${conditions.sql}
  AND llm_call_count > 0
GROUP BY service_name
ORDER BY traces DESC, service_name
LIMIT {most:UInt32}`,
    params: { ...conditions.params, most: MOST_SERVICES },
  }
}

export function completenessRow(raw: RawCompleteness): InstrumentationServiceRow {
  return {
    service_name: raw.service_name,
    traces: Number(raw.traces),
    without_session: Number(raw.without_session),
    without_user: Number(raw.without_user),
    without_release: Number(raw.without_release),
    without_environment: Number(raw.without_environment),
    without_root: Number(raw.without_root),
    unpriced: Number(raw.unpriced),
    example_traces: Object.fromEntries(
      (Object.keys(LACKS) as Lack[]).flatMap((lack) => (Number(raw[lack]) > 0 ? [[lack, raw[`${lack}_trace`]]] : [])),
    ),
  }
}
