import type { RetentionCutoffs } from '../../telemetry-store.ts'
import type { Connection, Statement } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { EXPIRING_TABLES, type ExpiringTable } from './expiring-tables.ts'

/**
 * Deletes what is older than the cutoffs and returns how many rows that were, by table. A row can no longer be read when
 * this resolves; its bytes go when the part that holds it is written anew, which is asked for where most of a partition
 * is deleted. Safe to repeat, and to stop in between.
 */
export async function deleteExpired(connection: Connection, projectId: string, before: RetentionCutoffs) {
  const deleted: Record<string, number> = {}
  for (const target of EXPIRING_TABLES) {
    const count = await deleteFrom(connection, projectId, target, before[target.signal])
    deleted[target.table] = (deleted[target.table] ?? 0) + count
    if (count > 0) await freeDisk(connection, target.table)
  }
  return deleted
}

async function deleteFrom(
  connection: Connection,
  projectId: string,
  target: ExpiringTable,
  before: Date,
): Promise<number> {
  const statements = expiredStatements(projectId, target, before)
  const [row] = await connection.rows<{ count: string }>(statements.count)
  const count = Number(row?.count ?? 0)
  if (count > 0) await connection.command(statements.delete)
  return count
}

/** How many rows of a project are older than a cutoff, and their deletion. */
export function expiredStatements(
  projectId: string,
  { table, expired }: ExpiringTable,
  before: Date,
): Record<'count' | 'delete', Statement> {
  const cutoff = `fromUnixTimestamp64Nano({before:Int64}, 'UTC')`
  const where = `project_id = {project:String} AND ${expired.replaceAll('{before}', cutoff)}`
  const params = { project: projectId, before: nanosOf(before) }
  return {
    count: { name: `expired ${table}`, sql: `SELECT count() AS count FROM ${table} WHERE ${where}`, params },
    delete: {
      name: `delete expired ${table}`,
      sql: `DELETE FROM ${table} WHERE ${where} SETTINGS lightweight_deletes_sync = 2`,
      params,
    },
  }
}

/**
 * Old partitions are rarely merged again, so deleted rows would stay in them. Parts are rewritten without those rows in
 * the background; unlike dropping the partition, that can't take a row along which arrived in this moment.
 */
async function freeDisk(connection: Connection, table: string): Promise<void> {
  const partitions = await connection.rows<{ id: string }>({
    name: `mostly deleted partitions of ${table}`,
    sql: `SELECT partition_id AS id
FROM (
  SELECT partition_id, sum(rows) AS stored
  FROM system.parts
  WHERE database = currentDatabase() AND table = {table:String} AND active AND has_lightweight_delete
  GROUP BY partition_id
) AS parts
LEFT JOIN (SELECT _partition_id, count() AS visible FROM ${table} GROUP BY _partition_id) AS left
ON parts.partition_id = left._partition_id
WHERE left.visible * 2 <= parts.stored
ORDER BY id`,
    params: { table },
  })
  for (const { id } of partitions) {
    await connection.command({
      name: `free disk of ${table}`,
      sql: `ALTER TABLE ${table} APPLY DELETED MASK IN PARTITION ID {partition:String} SETTINGS mutations_sync = 0`,
      params: { partition: id },
    })
  }
}
