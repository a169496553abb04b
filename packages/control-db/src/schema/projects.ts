import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { organization } from './people.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true })

export const project = pgTable(
  'project',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    tracesDays: integer('traces_days').notNull(),
    metricsDays: integer('metrics_days').notNull(),
    logsDays: integer('logs_days').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('project_organization_id_idx').on(table.organizationId),
    check(
      'project_retention_check',
      sql`least(traces_days, metrics_days, logs_days) >= 1 and greatest(traces_days, metrics_days, logs_days) <= 3650`,
    ),
  ],
)

const projectId = () =>
  text('project_id')
    .notNull()
    .references(() => project.id, { onDelete: 'cascade' })

/** Keys of programs. The key itself is nowhere: `hash` is the SHA-256 of its text, in hexadecimal. */
export const projectKey = pgTable(
  'project_key',
  {
    id: text('id').primaryKey(),
    projectId: projectId(),
    name: text('name').notNull(),
    hash: text('hash').notNull().unique(),
    prefix: text('prefix').notNull(),
    scopes: text('scopes').array().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    revokedAt: moment('revoked_at'),
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [index('project_key_project_id_idx').on(table.projectId)],
)

/** What the runs of retention did; the newest of each project are kept. */
export const retentionRun = pgTable(
  'retention_run',
  {
    projectId: projectId(),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at').notNull(),
    deleted: jsonb('deleted').$type<Record<string, number>>().notNull(),
    error: text('error').notNull().default(''),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.startedAt] })],
)
