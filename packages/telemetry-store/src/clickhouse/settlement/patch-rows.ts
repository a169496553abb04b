import type { TracePatch } from './fill-patches.ts'

export const PATCH_STRUCTURE =
  'project_id String, trace String, span String, version UInt64, time_ns Int64, columns Map(String, String), print String'

export const PATCH_COLUMNS: Readonly<Record<string, string>> = {
  project_id: 'project_id',
  trace_id: 'toFixedString(unhex(trace), 16)',
  span_id: 'toFixedString(unhex(span), 8)',
  version: 'version',
  time: `fromUnixTimestamp64Nano(time_ns, 'UTC')`,
  columns: 'columns',
  print: 'print',
}

/** Lists are kept as JSON: the column of the span says what the text is. */
export function patchTuple(projectId: string, { index, patch }: TracePatch): unknown[] {
  const columns = Object.entries(patch.columns).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  const { spanId, version, print } = patch
  return [projectId, index.traceId, spanId, version, index.startTimeNs, Object.fromEntries(columns), print]
}
