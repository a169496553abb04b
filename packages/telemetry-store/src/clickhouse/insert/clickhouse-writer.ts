import type { ClickHouseSettings } from '@clickhouse/client'
import type { Signal } from '@pyflare/proto'
import type { DeadLetter, InsertBlock, TelemetryWriter } from '../../telemetry-store.ts'
import type { Connection } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { envelopeStream } from './envelope-stream.ts'
import { insertSql } from './insert-plan.ts'
import { insertTuples } from './insert-tuples.ts'
import { ONE_BLOCK } from './one-block.ts'
import { oneFirst } from './one-first.ts'
import { wireSchema } from './wire-schema.ts'

export function clickhouseWriter(connection: Connection): TelemetryWriter {
  const statements = new Map<Signal, { sql: string; settings: ClickHouseSettings }>()
  const statementOf = (signal: Signal) => {
    const known = statements.get(signal)
    if (known !== undefined) return known
    const schema = wireSchema(signal)
    const made = {
      sql: insertSql(signal),
      settings: {
        ...ONE_BLOCK,
        format_schema_source: 'string',
        format_schema: schema.text,
        format_schema_message_name: schema.message,
      },
    }
    statements.set(signal, made)
    return made
  }

  const firstAlone = oneFirst<Signal>()
  return {
    async insertBlock({ signal, batches, token }: InsertBlock) {
      if (batches.length === 0) return
      const { sql, settings } = statementOf(signal)
      await firstAlone(signal, () =>
        connection.insert({ name: `insert ${signal}`, sql, params: {} }, envelopeStream(batches), {
          ...settings,
          insert_deduplication_token: `${signal}:${token}`,
        }),
      )
    },

    async insertDeadLetters(letters: readonly DeadLetter[]) {
      if (letters.length === 0) return
      await insertTuples(connection, {
        name: 'insert dead letters',
        table: 'dead_letters',
        structure: DEAD_LETTER_STRUCTURE,
        columns: DEAD_LETTER_COLUMNS,
        rows: letters.map(deadLetterTuple),
        token: '',
      })
    },
  }
}

const DEAD_LETTER_STRUCTURE =
  'project_id String, topic String, partition UInt32, offset UInt64, failed_at_ns Int64, reason String, payload_base64 String'

const DEAD_LETTER_COLUMNS = {
  project_id: 'project_id',
  topic: 'topic',
  partition: 'partition',
  offset: 'offset',
  failed_at: `toDateTime64(fromUnixTimestamp64Nano(failed_at_ns, 'UTC'), 3, 'UTC')`,
  reason: 'reason',
  payload: 'base64Decode(payload_base64)',
}

function deadLetterTuple(letter: DeadLetter): unknown[] {
  return [
    letter.projectId,
    letter.topic,
    letter.partition,
    letter.offset,
    nanosOf(letter.failedAt),
    letter.reason,
    Buffer.from(letter.payload).toString('base64'),
  ]
}
