import type { ExemplarQuery } from '../../reader.ts'
import type { ExemplarRow } from '../../rows.ts'
import type { Connection, Statement } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { Conditions, within } from '../queries/conditions.ts'

/** The range is cut into so many parts at most, and each shows some of its exemplars. */
const MOST_PARTS = 60

/** What was measured in the range comes with the point after it, which may be so much later. */
const LATE_POINT_NS = 900_000_000_000n

type RawExemplar = Omit<ExemplarRow, 'trace_id' | 'span_id'> & { trace: string; span: string }

export async function readExemplars(connection: Connection, query: ExemplarQuery): Promise<ExemplarRow[]> {
  const rows = await connection.rows<RawExemplar>(listExemplarsStatement(query))
  const exemplars = rows.map(({ trace, span, ...rest }) => ({
    ...rest,
    trace_id: trace === '' ? null : trace,
    span_id: span === '' ? null : span,
  }))
  return exemplars.sort((a, b) => (a.time < b.time ? -1 : 1))
}

/** Points that are sent again bring their exemplars again: each is shown once. */
export function listExemplarsStatement(query: ExemplarQuery): Statement {
  const { startTime, endTime, limit } = query
  const parts = Math.min(limit, MOST_PARTS)
  const start = nanosOf(startTime)
  const end = nanosOf(endTime)
  const conditions = within(new Conditions(query.projectId), 'time', start, end + LATE_POINT_NS)
    .add('metric_name = {name:String}', { name: query.name })
    .add(`exemplars != ''`)
    .when(query.service, 'service', 'service_name = {service:String}')
    .when(query.model, 'model', 'model_id = {model:String}')
    .when(query.environment, 'environment', 'environment = {environment:String}')
  return {
    name: 'metric: exemplars',
    sql: `SELECT fromUnixTimestamp64Nano(at, 'UTC') AS time, value, trace, span, service_name, attributes, series_attributes
FROM (
  SELECT DISTINCT
    toInt64OrZero(exemplar.1) AS at,
    exemplar.2 AS value,
    exemplar.3 AS trace,
    exemplar.4 AS span,
    exemplar.5 AS attributes,
    service_name,
    series_attributes
  FROM (
    SELECT
      s.service_name AS service_name,
      s.attributes AS series_attributes,
      arrayJoin(JSONExtract(s.exemplars,
        'Array(Tuple(time_ns String, value Float64, trace_id String, span_id String, attributes Map(String, String)))')) AS exemplar
    FROM metrics AS s
    WHERE ${conditions.sql}
  )
)
WHERE at >= {start:Int64}
  AND at < {until:Int64}
ORDER BY trace = '', value DESC, at, trace, span
LIMIT {each:UInt32} BY intDiv(at - {start:Int64}, {part:Int64})
LIMIT {limit:UInt32}`,
    params: {
      ...conditions.params,
      each: Math.ceil(limit / parts),
      part: (end - start) / BigInt(parts) + 1n,
      until: end,
      limit,
    },
  }
}
