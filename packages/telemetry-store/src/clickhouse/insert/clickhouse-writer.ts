import type { ClickHouseSettings } from '@clickhouse/client'
import type { Signal } from '@pyflare/proto'
import type { DeadLetter, InsertBlock, TelemetryWriter } from '../../telemetry-store.ts'
import type { Connection } from '../connection.ts'
import { envelopeStream } from './envelope-stream.ts'
import { insertSql } from './insert-plan.ts'
import { type Columns, insertRows } from './insert-rows.ts'
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
      await insertRows(connection, {
        name: 'insert dead letters',
        table: 'dead_letters',
        columns: DEAD_LETTER_COLUMNS,
        rows: letters,
      })
    },
  }
}

const DEAD_LETTER_COLUMNS: Columns<DeadLetter> = {
  project_id: (out, { projectId }) => out.text(projectId),
  topic: (out, { topic }) => out.text(topic),
  partition: (out, { partition }) => out.uint32(partition),
  offset: (out, { offset }) => out.int64(offset),
  failed_at: (out, { failedAt }) => out.int64(failedAt.getTime()),
  reason: (out, { reason }) => out.text(reason),
  payload: (out, { payload }) => out.bytes(payload),
}
