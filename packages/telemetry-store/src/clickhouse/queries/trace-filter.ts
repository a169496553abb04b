import type { TraceFilter } from '../../reader.ts'
import type { Params } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { Conditions, within } from './conditions.ts'
import { containsAll, searchWords } from './content-search.ts'

/** Spans of a trace may begin so long after it and are still searched for text. */
const LATE_SPAN_NS = 86_400_000_000_000n

/** Input and output where they are not the messages, which are searched anyway. */
const OTHER_INPUT = `if(input_from = 'preview', concat(input_preview, own_input), own_input)`
const OTHER_OUTPUT = `multiIf(output_from = 'documents', retrieved_documents, output_from = 'preview', concat(output_preview, own_output), own_output)`

/** What a filter asks of a row of `trace_index`. */
export function traceConditions(filter: TraceFilter): Conditions {
  const conditions = new Conditions(filter.projectId)
  within(conditions, 'start_time', optionalNanos(filter.startTime), optionalNanos(filter.endTime))
  conditions
    .when(filter.service, 'service', 'service_name = {service:String}')
    .when(filter.model, 'model', 'has(models, {model:String})')
    .when(filter.status, 'status', 'status = {status:String}')
    .when(filter.name, 'name', 'name = {name:String}')
    .when(filter.environment, 'environment', 'environment = {environment:String}')
    .when(filter.userId, 'user', 'user_id = {user:String}')
    .when(filter.sessionId, 'session', 'session_id = {session:String}')
    .when(filter.release, 'release', 'release = {release:String}')
    .when(filter.tag, 'tag', 'has(tags, {tag:String})')
    .when(filter.minDurationMs, 'min_duration', 'duration_ns >= {min_duration:Float64} * 1e6')
    .when(filter.maxDurationMs, 'max_duration', 'duration_ns <= {max_duration:Float64} * 1e6')
    .when(filter.minCostUsd, 'min_cost', 'cost_nanos >= {min_cost:Float64} * 1e9')
  return addText(conditions, filter)
}

function addText(conditions: Conditions, { text, startTime, endTime }: TraceFilter): Conditions {
  const words = searchWords(text ?? '')
  if (words.length === 0) return conditions
  const inSpans = containsAll(words, [OTHER_INPUT, 'input_messages', OTHER_OUTPUT, 'output_messages'])
  const inPatches = containsAll(words, ["arrayStringConcat(mapValues(columns), ' ')"])
  const inRereads = containsAll(
    words,
    ['input', 'input_messages', 'output', 'output_messages'].map((column) => `columns['${column}']`),
  )
  const during = (time: string) =>
    [
      startTime === undefined ? '' : ` AND ${time} >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')`,
      endTime === undefined ? '' : ` AND ${time} < fromUnixTimestamp64Nano({late_end:Int64}, 'UTC')`,
    ].join('')
  const lateEnd: Params = endTime === undefined ? {} : { late_end: nanosOf(endTime) + LATE_SPAN_NS }
  // The time of a patch is when its trace began, as far as that was known: no earlier than it is known now.
  return conditions.add(
    `trace_id IN (
    SELECT trace_id FROM spans WHERE project_id = {project:String}${during('start_time')} AND ${inSpans.sql}
    UNION ALL
    SELECT trace_id FROM span_patches WHERE project_id = {project:String}${during('time')} AND ${inPatches.sql}
    UNION ALL
    SELECT trace_id FROM renormalized_spans WHERE project_id = {project:String}${during('time')} AND ${inRereads.sql}
  )`,
    { ...inSpans.params, ...lateEnd },
  )
}

function optionalNanos(date: Date | undefined): bigint | undefined {
  return date === undefined ? undefined : nanosOf(date)
}
