import { CALL_KINDS } from '@pyflare/domain'
import type { RangeQuery } from '../../reader.ts'
import type { InstrumentationLibraryRow } from '../../rows.ts'
import type { Statement } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { type NowColumn, spansNow } from '../normalization/spans-now.ts'
import { Conditions, within } from '../queries/conditions.ts'
import { lackColumns, lackCounts, lackExamples, type RawLacks } from './lacks.ts'
import type { RawRepeats } from './repeats.ts'

const MOST_LIBRARIES = 200
const MOST_NAMES = 32

/** Kinds that are one call of a model, where nobody repeats another's call. */
const CALL = `operation_kind IN (${CALL_KINDS.map((kind) => `'${kind}'`).join(', ')}) AND NOT is_aggregate`

/** What a span of a library may lack, as conditions over its columns. A failed call has no answer to tell of. */
const LACKS = {
  usage_missing: 's.usage_missing',
  streams_without_usage: 's.usage_missing AND ifNull(stream, false)',
  usage_incomplete: 's.usage_incomplete',
  usage_estimated: 's.usage_estimated',
  without_messages: `operation_kind IN ('chat', 'completion') AND NOT is_aggregate AND NOT has_messages AND status != 'error'`,
  without_model: `${CALL} AND model_id = ''`,
  repaired: 'normalize_repaired',
  conflicts: 'notEmpty(normalize_conflict)',
  truncated: 'content_truncated',
} as const

export type RawLibrary = RawLacks<keyof typeof LACKS> &
  Record<'spans' | 'errors' | 'calls', string> & {
    service_name: string
    scope_name: string
    scope_version: string
    dialects: string[]
    conflict_columns: string[]
    normalizer_version: number
    last_seen: string
    last_trace: string
  }

/** Columns that these statements look at which reading a span again may change. */
const READ_AGAIN = [
  ...['operation_kind', 'is_aggregate', 'model_id', 'has_messages', 'stream', 'content_truncated'],
  ...['usage_missing', 'usage_incomplete', 'usage_estimated'],
  ...['dialects', 'normalizer_version', 'normalize_repaired', 'normalize_conflict'],
] as NowColumn[]
const AS_SENT = ['trace_id', 'start_time', 'service_name', 'scope_name', 'scope_version', 'status']

/**
 * Every library of every service: what it sent and what its spans lack, with the newest trace of each lack. Spans are read as they were
 * sent, or, where some were read again, as they read by now.
 */
export function librariesStatement({ projectId, startTime, endTime }: RangeQuery, readAgain = false): Statement {
  const conditions = within(new Conditions(projectId), 'start_time', nanosOf(startTime), nanosOf(endTime))
  return {
    name: 'instrumentation: libraries',
    sql: `SELECT
  service_name,
  scope_name,
  scope_version,
  count() AS spans,
  countIf(status = 'error') AS errors,
  countIf(${CALL}) AS calls,
  ${lackColumns(LACKS)},
  groupUniqArrayArray(${MOST_NAMES})(s.dialects) AS dialects,
  groupUniqArrayArray(${MOST_NAMES})(normalize_conflict) AS conflict_columns,
  min(s.normalizer_version) AS normalizer_version,
  max(start_time) AS last_seen,
  lower(hex(argMax(trace_id, start_time))) AS last_trace
FROM ${readAgain ? spansNow(conditions, AS_SENT, READ_AGAIN) : 'spans'} AS s${
      readAgain
        ? ''
        : `
WHERE ${conditions.sql}`
    }
GROUP BY service_name, scope_name, scope_version
ORDER BY calls DESC, spans DESC, service_name, scope_name, scope_version
LIMIT {most:UInt32}`,
    params: { ...conditions.params, most: MOST_LIBRARIES },
  }
}

export interface RawSdk {
  service_name: string
  scope_name: string
  scope_version: string
  language: string
  name: string
  version: string
}

/** What the resource of a library's newest span says of its SDK. Those spans alone are read. */
export function sdksStatement(projectId: string, libraries: readonly RawLibrary[]): Statement {
  return {
    name: 'instrumentation: sdks',
    sql: `SELECT
  service_name,
  scope_name,
  scope_version,
  anyLast(resource_attributes['telemetry.sdk.language']) AS language,
  anyLast(resource_attributes['telemetry.sdk.name']) AS name,
  anyLast(resource_attributes['telemetry.sdk.version']) AS version
FROM spans
WHERE project_id = {project:String}
  AND start_time IN (SELECT arrayJoin({times:Array(DateTime64(9, 'UTC'))}))
  AND trace_id IN (SELECT unhex(arrayJoin({traces:Array(String)})))
GROUP BY service_name, scope_name, scope_version
LIMIT {most:UInt32}`,
    params: {
      project: projectId,
      times: libraries.map(({ last_seen }) => last_seen.replace('T', ' ').replace('Z', '')),
      traces: libraries.map(({ last_trace }) => last_trace),
      most: MOST_LIBRARIES * 4,
    },
  }
}

export function libraryRows(
  libraries: readonly RawLibrary[],
  sdks: readonly RawSdk[],
  repeats: readonly RawRepeats[],
): InstrumentationLibraryRow[] {
  const sdkOf = new Map(sdks.map((sdk) => [keyOf(sdk), sdk]))
  return libraries.map((raw) => {
    const key = keyOf(raw)
    return libraryRow(
      raw,
      sdkOf.get(key),
      repeats.filter((each) => keyOf(each) === key),
    )
  })
}

function libraryRow(
  raw: RawLibrary,
  sdk: RawSdk | undefined,
  repeats: readonly RawRepeats[],
): InstrumentationLibraryRow {
  return {
    service_name: raw.service_name,
    scope_name: raw.scope_name,
    scope_version: raw.scope_version,
    sdk_language: sdk?.language ?? '',
    sdk_name: sdk?.name ?? '',
    sdk_version: sdk?.version ?? '',
    dialects: raw.dialects.toSorted(),
    spans: Number(raw.spans),
    errors: Number(raw.errors),
    calls: Number(raw.calls),
    ...lackCounts(LACKS, raw),
    repeats: repeats.reduce((total, { calls }) => total + Number(calls), 0),
    repeats_of: [...new Set(repeats.map(({ counted }) => counted))].filter(Boolean).toSorted(),
    conflict_columns: raw.conflict_columns.toSorted(),
    normalizer_version: raw.normalizer_version,
    last_seen: raw.last_seen,
    example_traces: { ...lackExamples(LACKS, raw), ...(repeats[0] && { repeats: repeats[0].trace }) },
  }
}

function keyOf({
  service_name,
  scope_name,
  scope_version,
}: Pick<RawSdk, 'service_name' | 'scope_name' | 'scope_version'>) {
  return JSON.stringify([service_name, scope_name, scope_version])
}
