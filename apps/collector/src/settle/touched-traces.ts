import type { CompactSpan } from '@pyflare/domain'
import type { StoredMessage } from '@pyflare/event-log'
import { scanFields } from '../write/scan-fields.ts'
import { records } from '../write/split-records.ts'
import { arrivedSpan } from './arrived-span.ts'

/** What befell a trace. */
export interface Touch {
  /** How many records did. */
  records: number
  /** The spans that just came, where nothing but spans did and all of them are known; else what is stored must be read. */
  arrived: CompactSpan[] | undefined
}

/** Traces by project. Trace ids are lower-case hex. */
export type TouchedTraces = Map<string, Map<string, Touch>>

interface Fields {
  projectId: number
  traceId: number
  /** Only records in which this field is true touch their trace. */
  condition: number | undefined
}

/** Numbers of packages/proto/proto/pyflare/v1/{trace,log}.proto; a test compares them with the generated code. */
const TRACE_FIELDS: Fields = { projectId: 1, traceId: 2, condition: undefined }
const LOG_FIELDS: Fields = { projectId: 1, traceId: 4, condition: 18 }
const TRACE_ID_BYTES = 16

/** The traces that have spans in the messages. A message that is no batch was set aside by the insert and touches nothing. */
export function tracesOfSpans(messages: readonly StoredMessage[]): TouchedTraces {
  return collect(messages, TRACE_FIELDS)
}

/** The same with the spans themselves, for messages that were inserted whole and just now. */
export function arrivals(messages: readonly StoredMessage[]): TouchedTraces {
  const touched: TouchedTraces = new Map()
  for (const { value } of messages) {
    if (value.length === 0) continue
    for (const record of records(value)) {
      const { projectId, span } = arrivedSpan(record)
      touch(touched, projectId, span.traceId, { records: 1, arrived: [span] })
    }
  }
  return touched
}

/** The traces whose spans have messages in the log records. */
export function tracesOfContentLogs(messages: readonly StoredMessage[]): TouchedTraces {
  return collect(messages, LOG_FIELDS)
}

const BY_SOMETHING: Touch = { records: 1, arrived: undefined }

export function touch(touched: TouchedTraces, projectId: string, traceId: string, by = BY_SOMETHING): void {
  let traces = touched.get(projectId)
  if (traces === undefined) {
    traces = new Map()
    touched.set(projectId, traces)
  }
  const known = traces.get(traceId)
  if (known === undefined) {
    traces.set(traceId, { records: by.records, arrived: by.arrived === undefined ? undefined : [...by.arrived] })
    return
  }
  known.records += by.records
  if (by.arrived === undefined) known.arrived = undefined
  else for (const span of by.arrived) known.arrived?.push(span)
}

/** The same traces, of which nothing is taken for known: a settling of them has failed, and may have written something. */
export function unread(traces: ReadonlyMap<string, Touch>): Map<string, Touch> {
  return new Map([...traces].map(([traceId, { records }]) => [traceId, { records, arrived: undefined }]))
}

function collect(messages: readonly StoredMessage[], fields: Fields): TouchedTraces {
  const touched: TouchedTraces = new Map()
  for (const { value } of messages) {
    try {
      for (const record of records(value)) collectRecord(record, fields, touched)
    } catch {
      // Neither is it in the store.
    }
  }
  return touched
}

function collectRecord(record: Uint8Array, fields: Fields, touched: TouchedTraces): void {
  let projectId: string | undefined
  let traceId: string | undefined
  let holds = fields.condition === undefined
  for (const { number, bytes, varint } of scanFields(record)) {
    if (number === fields.projectId) projectId = text(bytes, 'utf8')
    else if (number === fields.traceId && bytes.length === TRACE_ID_BYTES) traceId = text(bytes, 'hex')
    else if (number === fields.condition) holds = varint !== 0
    // Encoders write fields in order of their numbers, so the rest of a span is never looked at.
    if (projectId !== undefined && traceId !== undefined && holds) break
  }
  if (projectId !== undefined && traceId !== undefined && holds) touch(touched, projectId, traceId)
}

function text(bytes: Uint8Array, encoding: 'utf8' | 'hex'): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding)
}
