import type { InstrumentationLibraryRow, InstrumentationServiceRow } from '@pyflare/telemetry-store'
import { FINDING_IDS, type FindingId } from './finding-ids.ts'
import { type Remedy, remedyFor } from './remedies.ts'

/** Something that a library or a service does not send, or sends badly, and how to mend it. */
export interface InstrumentationFinding {
  id: FindingId
  /** `error`: money is wrong or missing. `warn`: something can't be found or compared. `info`: good to know. */
  severity: 'error' | 'warn' | 'info'
  title: string
  service_name: string
  /** '' where it is about the traces of a service. */
  scope_name: string
  scope_version: string
  /** How many spans or traces lack it, of how many that could have it. */
  count: number
  of: number
  unit: 'calls' | 'spans' | 'traces'
  example_trace_id: string | null
  /** Columns that it is about. */
  columns: string[]
  /** Other libraries that it is about. */
  beside: string[]
  remedy: Remedy
}

type Severity = InstrumentationFinding['severity']

interface Rule<Row> {
  id: FindingId
  severity: Severity
  title: string
  unit: InstrumentationFinding['unit']
  count: (row: Row) => number
  of: (row: Row) => number
  /** Which example of the row shows it. */
  example: string
  columns?: (row: Row) => string[]
  beside?: (row: Row) => string[]
}

const LIBRARY_RULES: readonly Rule<InstrumentationLibraryRow>[] = [
  calls('usage_missing_in_streams', 'error', 'Streams without usage', 'streams_without_usage'),
  {
    ...calls('usage_missing', 'error', 'Calls without usage', 'usage_missing'),
    count: (row) => row.usage_missing - row.streams_without_usage,
  },
  calls('usage_incomplete', 'warn', 'Calls with half of their usage', 'usage_incomplete'),
  calls('no_model', 'error', 'Calls without a model', 'without_model'),
  calls('usage_estimated', 'warn', 'Usage that the library estimated', 'usage_estimated'),
  calls('no_messages', 'warn', 'Calls without messages', 'without_messages'),
  {
    ...spans('conflicts', 'Attributes that disagree', 'conflicts'),
    columns: (row) => row.conflict_columns,
  },
  {
    ...calls('counted_once', 'info', 'Calls that another library tells of too', 'repeats'),
    of: (row) => Math.max(row.calls, row.repeats),
    beside: (row) => row.repeats_of,
  },
  spans('truncated', 'Content that was cut', 'truncated'),
]

const SERVICE_RULES: readonly Rule<InstrumentationServiceRow>[] = [
  traces('no_price', 'warn', 'Traces without an exact cost', 'unpriced'),
  traces('no_root', 'warn', 'Traces whose first span never came', 'without_root'),
  traces('no_session', 'warn', 'Traces without a session', 'without_session'),
  traces('no_user', 'info', 'Traces without a user', 'without_user'),
  traces('no_release', 'info', 'Traces without a release', 'without_release'),
  traces('no_environment', 'info', 'Traces without an environment', 'without_environment'),
]

/** What is amiss, worst first. */
export function instrumentationFindings(
  libraries: readonly InstrumentationLibraryRow[],
  services: readonly InstrumentationServiceRow[],
): InstrumentationFinding[] {
  const ofLibraries = libraries.flatMap((row) =>
    findings(LIBRARY_RULES, row, { scope_name: row.scope_name, scope_version: row.scope_version }, row),
  )
  const ofServices = services.flatMap((row) =>
    findings(SERVICE_RULES, row, { scope_name: '', scope_version: '' }, mainLibrary(libraries, row.service_name)),
  )
  return [...ofLibraries, ...ofServices].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      FINDING_IDS.indexOf(a.id) - FINDING_IDS.indexOf(b.id) ||
      b.count - a.count,
  )
}

const SEVERITIES: readonly Severity[] = ['error', 'warn', 'info']

function findings<Row extends { service_name: string; example_traces: Record<string, string> }>(
  rules: readonly Rule<Row>[],
  row: Row,
  scope: Pick<InstrumentationFinding, 'scope_name' | 'scope_version'>,
  speaks: Pick<InstrumentationLibraryRow, 'dialects' | 'sdk_language'> | undefined,
): InstrumentationFinding[] {
  return rules.flatMap(({ id, severity, title, unit, example, columns, beside, ...rule }) => {
    const count = rule.count(row)
    if (count <= 0) return []
    return [
      {
        id,
        severity,
        title,
        service_name: row.service_name,
        ...scope,
        count,
        of: rule.of(row),
        unit,
        example_trace_id: row.example_traces[example] ?? null,
        columns: columns?.(row) ?? [],
        beside: beside?.(row) ?? [],
        remedy: remedyFor(id, speaks?.dialects ?? [], speaks?.sdk_language ?? ''),
      },
    ]
  })
}

/** A service is mended where its calls are made, so its remedies are in the words of that library. */
function mainLibrary(libraries: readonly InstrumentationLibraryRow[], service: string) {
  return libraries
    .filter(({ service_name, calls }) => service_name === service && calls > 0)
    .sort((a, b) => b.calls - a.calls)[0]
}

type Numbers<Row> = { [Name in keyof Row]: Row[Name] extends number ? Name : never }[keyof Row] & string

function calls(
  id: FindingId,
  severity: Severity,
  title: string,
  lack: Numbers<InstrumentationLibraryRow>,
): Rule<InstrumentationLibraryRow> {
  return { id, severity, title, unit: 'calls', count: (row) => row[lack], of: (row) => row.calls, example: lack }
}

function spans(
  id: FindingId,
  title: string,
  lack: Numbers<InstrumentationLibraryRow>,
): Rule<InstrumentationLibraryRow> {
  return {
    id,
    severity: 'info',
    title,
    unit: 'spans',
    count: (row) => row[lack],
    of: (row) => row.spans,
    example: lack,
  }
}

function traces(
  id: FindingId,
  severity: Severity,
  title: string,
  lack: Numbers<InstrumentationServiceRow>,
): Rule<InstrumentationServiceRow> {
  return { id, severity, title, unit: 'traces', count: (row) => row[lack], of: (row) => row.traces, example: lack }
}
