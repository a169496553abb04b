import type { TraceFacts } from '@pyflare/domain'

export const PATCH_STRUCTURE =
  'project_id String, trace String, span String, version UInt64, time_ns Int64, columns Map(String, String)'

export const PATCH_COLUMNS: Readonly<Record<string, string>> = {
  project_id: 'project_id',
  trace_id: 'toFixedString(unhex(trace), 16)',
  span_id: 'toFixedString(unhex(span), 8)',
  version: 'version',
  time: `fromUnixTimestamp64Nano(time_ns, 'UTC')`,
  columns: 'columns',
}

/** Lists are kept as JSON: the column of the span says what the text is. */
export function patchTuples(projectId: string, { index, patches }: TraceFacts): unknown[][] {
  return patches.map((patch) => {
    const columns = Object.entries(patch.columns).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
    return [projectId, index.traceId, patch.spanId, patch.version, index.startTimeNs, Object.fromEntries(columns)]
  })
}
