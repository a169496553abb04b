import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { project } from './projects.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true })
const count = (name: string) => bigint(name, { mode: 'number' }).notNull().default(0)

/** Runs that read stored spans again, and how far each came. A project has one at a time that is not over. */
export const normalizationRun = pgTable(
  'normalization_run',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => project.id, { onDelete: 'cascade' }),
    state: text('state').notNull(),
    isDryRun: boolean('is_dry_run').notNull(),
    readsCurrent: boolean('reads_current').notNull(),
    rangeStart: moment('range_start').notNull(),
    rangeEnd: moment('range_end').notNull(),
    normalizerVersion: integer('normalizer_version').notNull(),
    requestedBy: text('requested_by').notNull(),
    createdAt: moment('created_at').notNull(),
    finishedAt: moment('finished_at'),
    steps: integer('steps').notNull().default(0),
    cursor: text('cursor'),
    spansTotal: count('spans_total'),
    spansRead: count('spans_read'),
    spansChanged: count('spans_changed'),
    tracesSettled: count('traces_settled'),
    summary: jsonb('summary').notNull(),
    error: text('error').notNull().default(''),
  },
  (table) => [
    index('normalization_run_project_id_idx').on(table.projectId, table.createdAt),
    uniqueIndex('normalization_run_one_open_idx').on(table.projectId).where(sql`${table.finishedAt} is null`),
  ],
)
