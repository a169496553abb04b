import type { Signal } from '@pyflare/proto'
import { EVALUATION_RECORD_COLUMNS } from '../columns/evaluation-record-columns.ts'
import { INTAKE_RECORD_COLUMNS } from '../columns/intake-record-columns.ts'
import { LOG_RECORD_COLUMNS } from '../columns/log-record-columns.ts'
import { METRIC_RECORD_COLUMNS } from '../columns/metric-record-columns.ts'
import { SPAN_RECORD_COLUMNS } from '../columns/span-record-columns.ts'

/** How the records of a signal become rows of a table. */
interface InsertPlan {
  table: string
  /** Fields of the message that are columns of the table, with their types. */
  same: Readonly<Record<string, string>>
  /** Other fields of the message that the expressions below need. */
  fields: Readonly<Record<string, string>>
  /** Columns that are made of fields. */
  made: Readonly<Record<string, string>>
}

const nanos = (field: string) => `fromUnixTimestamp64Nano(${field}, 'UTC')`
/** Of input or output what no other column holds. Records of older collectors are whole, and say nothing of others. */
const own = (side: 'input' | 'output', same: string) =>
  `multiIf(${side}_held_by > 0, ${side}, ${same}, '', startsWith(${side}, ${side}_preview), substring(${side}, length(${side}_preview) + 1), ${side})`
const RECEIVED_AT = `fromUnixTimestamp64Milli(received_at_ms, 'UTC')`

export const INSERT_PLANS: Readonly<Record<Signal, InsertPlan>> = {
  trace: {
    table: 'spans',
    same: SPAN_RECORD_COLUMNS,
    fields: {
      start_time_ns: 'Int64',
      end_time_ns: 'Int64',
      received_at_ms: 'Int64',
      input: 'String',
      output: 'String',
      input_held_by: 'UInt32',
      output_held_by: 'UInt32',
    },
    made: {
      start_time: nanos('start_time_ns'),
      end_time: nanos('end_time_ns'),
      received_at: RECEIVED_AT,
      own_input: own('input', 'input = input_messages'),
      own_output: own('output', 'output = output_messages OR output = retrieved_documents'),
      input_from: `multiIf(input_held_by = 1, 'own', input_held_by = 2, 'messages', input_held_by = 3, 'preview', input = input_messages, 'messages', startsWith(input, input_preview), 'preview', 'own')`,
      output_from: `multiIf(output_held_by = 1, 'own', output_held_by = 2, 'messages', output_held_by = 3, 'preview', output_held_by = 4, 'documents', output = output_messages, 'messages', output = retrieved_documents, 'documents', startsWith(output, output_preview), 'preview', 'own')`,
      has_messages: `input_messages != '' OR output_messages != ''`,
    },
  },
  log: {
    table: 'logs',
    same: LOG_RECORD_COLUMNS,
    fields: { time_ns: 'Int64', observed_time_ns: 'Int64', received_at_ms: 'Int64', severity_number: 'UInt32' },
    made: {
      time: nanos('time_ns'),
      observed_time: nanos('observed_time_ns'),
      received_at: RECEIVED_AT,
      severity_number: 'toUInt8(least(severity_number, 255))',
      record_hash: 'sipHash64(time_ns, trace_id, span_id, body, received_at_ms, rowNumberInAllBlocks())',
    },
  },
  metric: {
    table: 'metrics',
    same: METRIC_RECORD_COLUMNS,
    fields: { start_time_ns: 'Int64', time_ns: 'Int64', received_at_ms: 'Int64' },
    made: { start_time: nanos('start_time_ns'), time: nanos('time_ns'), received_at: RECEIVED_AT },
  },
  evaluation: {
    table: 'evaluations',
    same: EVALUATION_RECORD_COLUMNS,
    fields: { time_ns: 'Int64', received_at_ms: 'Int64' },
    // What was received later is what its judge says by now.
    made: { time: nanos('time_ns'), received_at: RECEIVED_AT, version: 'toUInt64(greatest(received_at_ms, 0))' },
  },
  intake: {
    table: 'intake_by_minute',
    same: INTAKE_RECORD_COLUMNS,
    fields: { counted_at_ms: 'Int64' },
    made: {
      minute: `toStartOfMinute(fromUnixTimestamp64Milli(counted_at_ms, 'UTC'))`,
      last_at: `fromUnixTimestamp64Milli(counted_at_ms, 'UTC')`,
    },
  },
}

/** The statement that reads encoded records from the request's body. */
export function insertSql(signal: Signal): string {
  const { table, same, fields, made } = INSERT_PLANS[signal]
  const structure = Object.entries({ ...same, ...fields }).map(([name, type]) => `${name} ${type}`)
  const columns = [...Object.keys(same), ...Object.keys(made)]
  const values = [...Object.keys(same), ...Object.values(made)]
  return `INSERT INTO ${table} (${columns.join(', ')})
SELECT ${values.join(', ')}
FROM input('${structure.join(', ').replaceAll("'", "\\'")}')
FORMAT ProtobufList`
}
