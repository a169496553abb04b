import { type ControlDatabase, schema } from '@pyflare/control-db'
import { PyflareError } from '@pyflare/observe'
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Project, Projects, RetentionDays } from './access.ts'
import { whileDatabaseAnswers } from './database-errors.ts'

const { project, organization, member, retentionRun } = schema

const RUNS_KEPT = 100

export function openProjects(db: ControlDatabase): Projects {
  const select = async (where?: SQL): Promise<Project[]> => {
    const rows = await whileDatabaseAnswers(() =>
      db
        .select({ project, organizationName: organization.name })
        .from(project)
        .innerJoin(organization, eq(organization.id, project.organizationId))
        .where(where)
        .orderBy(asc(project.createdAt), asc(project.id)),
    )
    return rows.map((row) => projectOf(row.project, row.organizationName))
  }
  const visibleTo = (userId: string) =>
    sql`exists (select 1 from ${member} where ${member.organizationId} = ${project.organizationId} and ${member.userId} = ${userId})`

  return {
    listFor: ({ userId }) => select(visibleTo(userId)),
    getFor: async ({ userId }, projectId) => (await select(and(eq(project.id, projectId), visibleTo(userId))))[0],
    get: async (projectId) => (await select(eq(project.id, projectId)))[0],
    all: () => select(),
    async setRetention(projectId, retention) {
      const [row] = await whileDatabaseAnswers(() =>
        db
          .update(project)
          .set(retentionColumns(retention))
          .where(eq(project.id, projectId))
          .returning({ id: project.id }),
      )
      if (!row) throw new PyflareError('not_found', 'There is no such project.')
    },
    async recordRetentionRun(run) {
      const { deleted, error, finishedAt } = run
      await whileDatabaseAnswers(() =>
        db.transaction(async (tx) => {
          await tx
            .insert(retentionRun)
            .values(run)
            .onConflictDoUpdate({
              target: [retentionRun.projectId, retentionRun.startedAt],
              set: { deleted, error, finishedAt },
            })
          await tx.execute(sql`
            delete from ${retentionRun} where ${retentionRun.projectId} = ${run.projectId} and ${retentionRun.startedAt} < (
              select min(started_at) from (select started_at from ${retentionRun} where project_id = ${run.projectId}
                order by started_at desc limit ${RUNS_KEPT}) as newest)`)
        }),
      )
    },
    async retentionRuns(projectId, limit) {
      return await whileDatabaseAnswers(() =>
        db
          .select()
          .from(retentionRun)
          .where(eq(retentionRun.projectId, projectId))
          .orderBy(desc(retentionRun.startedAt))
          .limit(Math.min(Math.max(limit, 1), RUNS_KEPT)),
      )
    },
  }
}

type ProjectRow = typeof project.$inferSelect

function projectOf(row: ProjectRow, organizationName: string): Project {
  return {
    projectId: row.id,
    organizationId: row.organizationId,
    organizationName,
    name: row.name,
    retention: { traces: row.tracesDays, metrics: row.metricsDays, logs: row.logsDays },
  }
}

/** Rejects with `invalid_argument` what is not 1 to 3650 whole days. */
export function retentionColumns({ traces, metrics, logs }: RetentionDays) {
  for (const days of [traces, metrics, logs]) {
    if (!Number.isInteger(days) || days < 1 || days > 3650) {
      throw new PyflareError('invalid_argument', 'Telemetry is kept for 1 to 3650 whole days.')
    }
  }
  return { tracesDays: traces, metricsDays: metrics, logsDays: logs }
}
