import type { StoredSpanRange } from '../../telemetry-store.ts'
import type { Statement } from '../connection.ts'

/** Spans by the version that wrote their row, and how many of them another version has read since. */
export function versionsStatement({ projectId, startTimeNs, endTimeNs }: StoredSpanRange): Statement {
  const during = (time: string) => `project_id = {project:String}
  AND ${time} >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND ${time} < fromUnixTimestamp64Nano({end:Int64}, 'UTC')`
  return {
    name: 'normalizer versions',
    sql: `SELECT normalizer_version AS version, sum(spans) AS spans
FROM (
  SELECT normalizer_version, toInt64(count()) AS spans FROM spans WHERE ${during('start_time')} GROUP BY normalizer_version
  UNION ALL
  SELECT arrayJoin([row_version, normalizer_version]) AS read_by, sum(if(read_by = row_version, -1, 1))
  FROM renormalized_spans FINAL
  WHERE ${during('time')} AND row_version != normalizer_version
  GROUP BY read_by
)
GROUP BY normalizer_version
HAVING spans > 0
ORDER BY version`,
    params: { project: projectId, first: startTimeNs, end: endTimeNs },
  }
}
