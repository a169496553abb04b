import type { Json, SpanEventRow, SpanLinkRow, SpanReference, SpanRow } from '../../rows.ts'
import { SPAN_RECORD_COLUMNS } from '../columns/span-record-columns.ts'
import { valueOfText } from '../columns/value-of-text.ts'
import { rfc3339 } from '../nanoseconds.ts'

/** A row of `spans` as ClickHouse sends it: 64-bit integers are text, structures are JSON text. */
export type RawSpan = Readonly<Record<string, unknown>>

/** What else is known of a span: columns that settling learned, and what the ledger says. */
export interface SpanExtras {
  /** Columns as a later normalizer reads them. */
  reread: Patch | undefined
  patch: Patch | undefined
  cost: SpanCost | undefined
  /** Of its trace. */
  context: SpanContext | undefined
}

type Patch = Readonly<Record<string, string>>

/** What a trace says of its spans. */
export type SpanContext = Pick<
  SpanRow,
  | 'user_id'
  | 'session_id'
  | 'feature_id'
  | 'team'
  | 'environment'
  | 'release'
  | 'tags'
  | 'prompt_name'
  | 'prompt_version'
>

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
  ...['attribute_types', 'content_from', 'content_facts'],
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

export function spanRow(sent: RawSpan, { reread = {}, patch = {}, cost, context }: SpanExtras): SpanRow {
  const raw = { ...sent, ...rereadColumns(sent, reread), ...patchedCosts(patch) }
  const columns: Record<string, unknown> = {}
  for (const column of SAME) columns[column] = columnValue(column, raw[column])
  for (const [column, text] of Object.entries(patch)) {
    // A patch may only change columns that there are, whatever wrote it.
    if (column in columns) columns[column] = patchedValue(column, text)
  }
  if (context !== undefined) inherit(columns, context)
  const parent = String(raw.parent)
  return {
    ...(columns as unknown as SpanRow),
    trace_id: String(raw.trace),
    span_id: String(raw.span),
    duplicate_of: reference(patch.duplicate_of),
    parent_span_id: parent === NO_PARENT ? null : parent,
    start_time: String(raw.start_time),
    end_time: String(raw.end_time),
    duration_ms: Number(raw.duration_ns) / 1e6,
    events: parseList(raw.events).map(eventRow),
    links: parseList(raw.links).map(linkRow),
    evaluations: [],
    ...costColumns(raw, cost),
  }
}

/** Only columns that are read of a span: what wrote the others may be newer than this. */
function rereadColumns(sent: RawSpan, reread: Patch): Record<string, unknown> {
  const known = Object.entries(reread).filter(([column]) => column in sent)
  return Object.fromEntries(known.map(([column, text]) => [column, valueOfText(column, text)]))
}

function columnValue(column: string, value: unknown): unknown {
  if (STRUCTURED.has(column)) return structured(String(value))
  if (BIG_NUMBERS.has(column)) return value === null ? null : Number(value)
  return value
}

function patchedValue(column: string, text: string): unknown {
  if (LISTS.has(column)) return parseList(text).map(String)
  const type = (SPAN_RECORD_COLUMNS as Readonly<Record<string, string>>)[column] ?? ''
  if (type === 'Bool') return text === 'true'
  if (type.startsWith('Nullable(') && text === '') return null
  if (/^Nullable\((UInt|Int|Float)\d+\)$/.test(type)) return Number(text)
  return columnValue(column, text)
}

const REPORTED_COSTS = ['cost_reported_nanos', 'cost_input_reported_nanos', 'cost_output_reported_nanos']

function patchedCosts(patch: Patch): Record<string, string | null> {
  const told = REPORTED_COSTS.filter((column) => patch[column] !== undefined)
  return Object.fromEntries(told.map((column) => [column, patch[column] || null]))
}

/** What a span does not say itself it has of its trace; of a prompt, the name and the version go together. */
function inherit(columns: Record<string, unknown>, context: SpanContext): void {
  for (const column of ['user_id', 'session_id', 'feature_id', 'team', 'release'] as const) {
    if (columns[column] === '') columns[column] = context[column]
  }
  if (columns.environment === '' || columns.environment === UNNAMED_ENVIRONMENT) {
    columns.environment = context.environment || columns.environment
  }
  if (Array.isArray(columns.tags) && columns.tags.length === 0) columns.tags = context.tags
  if (columns.prompt_name === '') {
    columns.prompt_name = context.prompt_name
    columns.prompt_version = context.prompt_version || columns.prompt_version
  }
}

const UNNAMED_ENVIRONMENT = 'default'

/** As settling writes it: `trace:span`. */
function reference(text: string | undefined): SpanReference | null {
  const [trace_id, span_id] = text?.split(':') ?? []
  return trace_id === undefined || span_id === undefined ? null : { trace_id, span_id }
}

/** Only objects and lists are structures: a text that happens to read `123` or `true` stays the text it is. */
export function structured(text: string): Json {
  if (text === '') return null
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function costColumns(raw: RawSpan, cost: SpanCost | undefined) {
  const known = cost === undefined || cost.source === '' ? undefined : cost
  const total = known === undefined ? null : dollars(known.totalNanos)
  // A total that nobody split has no known sides: the ledger has nothing in them.
  const split = known !== undefined && known.inputNanos + known.outputNanos === known.totalNanos ? known : undefined
  const told = known?.source === 'reported' ? raw : undefined
  return {
    cost_usd: total,
    cost_total: total,
    cost_input: dollars(told?.cost_input_reported_nanos ?? split?.inputNanos),
    cost_output: dollars(told?.cost_output_reported_nanos ?? split?.outputNanos),
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
