import type { Json, SpanEventRow, SpanLinkRow, SpanRow } from '../../rows.ts'
import { SPAN_RECORD_COLUMNS } from '../columns/span-record-columns.ts'
import { rfc3339 } from '../nanoseconds.ts'

/** A row of `spans` as ClickHouse sends it: 64-bit integers are text, structures are JSON text. */
export type RawSpan = Readonly<Record<string, unknown>>

/** What else is known of a span: columns that settling learned, and what the ledger says. */
export interface SpanExtras {
  patch: Readonly<Record<string, string>> | undefined
  cost: SpanCost | undefined
}

export interface SpanCost {
  source: SpanRow['cost_source']
  totalNanos: bigint
  inputNanos: bigint
  outputNanos: bigint
}

const STRUCTURED = new Set([
  ...['input', 'output', 'input_messages', 'output_messages', 'tool_definitions', 'tool_calls'],
  ...['retrieved_documents', 'rerank_input_documents', 'params', 'prompt_variables', 'metadata'],
])
const LISTS = new Set(['stop_sequences', 'tags', 'dialects', 'normalize_conflict'])
const BIG_NUMBERS = new Set(['duration_ns', 'seed', 'time_to_first_token_ns', 'time_per_output_token_ns', 'queue_ns'])
/** Columns that are shown in another form, or not at all. */
const OWN_FORM = new Set([
  ...['project_id', 'trace_id', 'span_id', 'parent_span_id', 'flags', 'events', 'links'],
  ...['cost_reported_nanos', 'cost_input_reported_nanos', 'cost_output_reported_nanos'],
])

const SAME = [...Object.keys(SPAN_RECORD_COLUMNS).filter((column) => !OWN_FORM.has(column)), 'input', 'output']

/** What is read of a span: names as RawSpan bears them, and the expressions that they stand for. */
const READ: Readonly<Record<string, string>> = {
  trace: 'lower(hex(trace_id))',
  span: 'lower(hex(span_id))',
  parent: 'lower(hex(parent_span_id))',
  ...Object.fromEntries(
    [
      ...['start_time', 'end_time', 'events', 'links'],
      ...['cost_reported_nanos', 'cost_input_reported_nanos', 'cost_output_reported_nanos'],
      ...SAME,
    ].map((column) => [column, column]),
  ),
}
const NAMES = Object.keys(READ)

export const SPAN_COLUMNS = Object.values(READ).join(', ')

/** A row of `SPAN_COLUMNS`. They come as a list, for the names of so many columns are longer than most spans. */
export function rawSpan(tuple: readonly unknown[]): RawSpan {
  return Object.fromEntries(NAMES.map((name, index) => [name, tuple[index]]))
}

const NO_PARENT = '0000000000000000'

export function spanRow(raw: RawSpan, { patch, cost }: SpanExtras): SpanRow {
  const columns: Record<string, unknown> = {}
  for (const column of SAME) columns[column] = columnValue(column, raw[column])
  for (const [column, text] of Object.entries(patch ?? {})) {
    // A patch may only change columns that there are, whatever wrote it.
    if (column in columns) columns[column] = patchedValue(column, text)
  }
  const parent = String(raw.parent)
  return {
    ...(columns as unknown as SpanRow),
    trace_id: String(raw.trace),
    span_id: String(raw.span),
    parent_span_id: parent === NO_PARENT ? null : parent,
    start_time: String(raw.start_time),
    end_time: String(raw.end_time),
    duration_ms: Number(raw.duration_ns) / 1e6,
    events: parseList(raw.events).map(eventRow),
    links: parseList(raw.links).map(linkRow),
    ...costColumns(raw, cost),
  }
}

function columnValue(column: string, value: unknown): unknown {
  if (STRUCTURED.has(column)) return structured(String(value))
  if (BIG_NUMBERS.has(column)) return value === null ? null : Number(value)
  return value
}

function patchedValue(column: string, text: string): unknown {
  if (LISTS.has(column)) return parseList(text).map(String)
  return columnValue(column, text)
}

/** Only objects and lists are structures: a text that happens to read `123` or `true` stays the text it is. */
function structured(text: string): Json {
  if (text === '') return null
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function costColumns(raw: RawSpan, cost: SpanCost | undefined) {
  const total = cost === undefined || cost.source === '' ? null : dollars(cost.totalNanos)
  const reported = cost?.source === 'reported'
  return {
    cost_usd: total,
    cost_total: total,
    cost_input: reported ? dollars(raw.cost_input_reported_nanos) : total === null ? null : dollars(cost?.inputNanos),
    cost_output: reported
      ? dollars(raw.cost_output_reported_nanos)
      : total === null
        ? null
        : dollars(cost?.outputNanos),
    cost_source: total === null ? ('' as const) : (cost?.source ?? ''),
    cost_reported: dollars(raw.cost_reported_nanos),
    cost_computed: cost?.source === 'computed' ? total : null,
  }
}

function dollars(nanos: unknown): number | null {
  return nanos === null || nanos === undefined ? null : Number(nanos) / 1e9
}

function parseList(text: unknown): unknown[] {
  const value = structured(String(text))
  return Array.isArray(value) ? value : []
}

function eventRow(event: unknown): SpanEventRow {
  const { time_ns, name, attributes } = record(event)
  return { time: rfc3339(nanos(time_ns)), name: String(name ?? ''), attributes: texts(attributes) }
}

function linkRow(link: unknown): SpanLinkRow {
  const { trace_id, span_id, attributes } = record(link)
  return { trace_id: String(trace_id ?? ''), span_id: String(span_id ?? ''), attributes: texts(attributes) }
}

function nanos(value: unknown): bigint {
  const text = String(value ?? '')
  return /^-?\d{1,19}$/.test(text) ? BigInt(text) : 0n
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function texts(value: unknown): Record<string, string> {
  const map: Record<string, string> = Object.create(null)
  for (const [key, text] of Object.entries(record(value))) {
    map[key] = typeof text === 'string' ? text : JSON.stringify(text)
  }
  return map
}
