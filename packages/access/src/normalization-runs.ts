import { type ControlDatabase, schema } from '@pyflare/control-db'
import { EMPTY_SUMMARY, type RereadSummary } from '@pyflare/domain'
import { PyflareError } from '@pyflare/observe'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { NormalizationRun, NormalizationRuns } from './access.ts'
import { whileDatabaseAnswers } from './database-errors.ts'
import { newId } from './ids.ts'

const { normalizationRun: table } = schema

const RUNS_KEPT = 50

export function openNormalizationRuns(db: ControlDatabase): NormalizationRuns {
  const isOpen = (runId: string) => and(eq(table.id, runId), isNull(table.finishedAt))
  return {
    async create(wanted) {
      const id = newId('nrm')
      const values = { ...wanted, id, state: 'waiting', summary: EMPTY_SUMMARY, createdAt: new Date() }
      const [row] = await whileDatabaseAnswers(() =>
        // The index of open runs lets one of two that are made at once through.
        db.insert(table).values(values).onConflictDoNothing().returning(),
      )
      if (row === undefined) {
        throw new PyflareError('already_exists', 'Another run of this project is not over. Wait for it, or cancel it.')
      }
      await whileDatabaseAnswers(() => forgetOldRuns(db, wanted.projectId))
      return runOf(row)
    },
    async get(projectId, runId) {
      const where = and(eq(table.projectId, projectId), eq(table.id, runId))
      const [row] = await whileDatabaseAnswers(() => db.select().from(table).where(where))
      return row === undefined ? undefined : runOf(row)
    },
    async list(projectId, limit) {
      const rows = await whileDatabaseAnswers(() =>
        db
          .select()
          .from(table)
          .where(eq(table.projectId, projectId))
          .orderBy(desc(table.createdAt))
          .limit(Math.min(Math.max(limit, 1), RUNS_KEPT)),
      )
      return rows.map(runOf)
    },
    async cancel(projectId, runId) {
      await whileDatabaseAnswers(() =>
        db
          .update(table)
          .set({ state: 'cancelling' })
          .where(and(isOpen(runId), eq(table.projectId, projectId))),
      )
    },
    async advance({ runId, steps }, progress) {
      const state = sql`case when ${table.state} = 'cancelling' then 'cancelling' else 'running' end`
      const rows = await whileDatabaseAnswers(() =>
        db
          .update(table)
          .set({ ...progress, cursor: progress.cursor ?? null, steps: steps + 1, state })
          .where(and(isOpen(runId), eq(table.steps, steps)))
          .returning({ id: table.id }),
      )
      return rows.length > 0
    },
    async finish(runId, state, error = '') {
      await whileDatabaseAnswers(() =>
        db.update(table).set({ state, error, finishedAt: new Date() }).where(isOpen(runId)),
      )
    },
  }
}

async function forgetOldRuns(db: ControlDatabase, projectId: string): Promise<void> {
  await db.execute(sql`
    delete from ${table} where ${table.projectId} = ${projectId} and ${table.finishedAt} is not null and ${table.createdAt} < (
      select min(created_at) from (select created_at from ${table} where project_id = ${projectId}
        order by created_at desc limit ${RUNS_KEPT}) as newest)`)
}

function runOf({ id, cursor, finishedAt, state, summary, ...row }: typeof table.$inferSelect): NormalizationRun {
  return {
    ...row,
    runId: id,
    state: state as NormalizationRun['state'],
    cursor: cursor ?? undefined,
    finishedAt: finishedAt ?? undefined,
    summary: summary as RereadSummary,
  }
}
