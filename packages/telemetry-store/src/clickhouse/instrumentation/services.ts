import type { RangeQuery } from '../../reader.ts'
import type { InstrumentationServiceRow } from '../../rows.ts'
import type { Statement } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { Conditions, within } from '../queries/conditions.ts'
import { lackColumns, lackCounts, lackExamples, type RawLacks } from './lacks.ts'

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

export type RawCompleteness = RawLacks<keyof typeof LACKS> & { service_name: string; traces: string }

/** How complete the traces are that call models, by the service they began in. */
export function completenessStatement({ projectId, startTime, endTime }: RangeQuery): Statement {
  const conditions = within(new Conditions(projectId), 'start_time', nanosOf(startTime), nanosOf(endTime))
  return {
    name: 'instrumentation: services',
    sql: `SELECT
  service_name,
  count() AS traces,
  ${lackColumns(LACKS)}
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
    ...lackCounts(LACKS, raw),
    example_traces: lackExamples(LACKS, raw),
  }
}
