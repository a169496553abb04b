import { formatDuration } from '~/ui/format/duration.ts'
import { formatCount } from '~/ui/format/number.ts'
import { formatMoment } from '~/ui/format/time.ts'
import type { Column } from '~/ui/lists/column.ts'
import { ListState } from '~/ui/lists/list-state.tsx'
import { Table } from '~/ui/lists/table.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import type { Status } from '~/ui/marks/statuses.ts'
import type { Run } from './normalization-data.ts'

const MARKS: Record<Run['state'], { status: Status; label: string }> = {
  waiting: { status: 'unknown', label: 'waiting' },
  running: { status: 'unknown', label: 'running' },
  cancelling: { status: 'unknown', label: 'cancelling' },
  done: { status: 'ok', label: 'done' },
  cancelled: { status: 'warn', label: 'cancelled' },
  failed: { status: 'error', label: 'failed' },
}

const COLUMNS: Column<Run>[] = [
  {
    id: 'created',
    head: 'Asked for, UTC',
    cell: ({ created_at, state }) => (
      <span className="flex items-center gap-2">
        <StatusMark {...MARKS[state]} />
        {formatMoment(created_at)}
      </span>
    ),
  },
  {
    id: 'what',
    head: 'What',
    cell: ({ is_dry_run, state }) =>
      `${is_dry_run ? 'dry run' : 'read again'}${state === 'done' ? '' : `, ${MARKS[state].label}`}`,
  },
  {
    id: 'took',
    head: 'Took',
    align: 'end',
    small: 'hidden',
    cell: ({ created_at, finished_at }) =>
      finished_at === null ? (
        <span className="text-3" title="It is not over.">
          –
        </span>
      ) : (
        formatDuration(Date.parse(finished_at) - Date.parse(created_at))
      ),
  },
  { id: 'read', head: 'Spans read', align: 'end', cell: ({ spans_read }) => formatCount(spans_read) },
  { id: 'changed', head: 'Changed', align: 'end', cell: ({ spans_changed }) => formatCount(spans_changed) },
  {
    id: 'by',
    head: 'By',
    small: 'hidden',
    cell: ({ requested_by }) => <span className="text-2">{requested_by}</span>,
  },
]

export function RunHistory({ runs }: { runs: readonly Run[] }) {
  return (
    <section className="settings-block">
      <h2>Runs</h2>
      {runs.length === 0 ? (
        <ListState
          kind="never"
          title="Nothing was read again yet"
          reason="A dry run says what would change, and changes nothing."
        />
      ) : (
        <Table label="Runs" columns={COLUMNS} rows={runs} keyOf={({ run_id }) => run_id} cozy />
      )}
    </section>
  )
}
