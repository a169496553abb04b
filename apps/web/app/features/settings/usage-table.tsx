import { formatCount } from '~/ui/format/number.ts'
import { formatMoment } from '~/ui/format/time.ts'
import type { Column } from '~/ui/lists/column.ts'
import { ListState } from '~/ui/lists/list-state.tsx'
import { Table } from '~/ui/lists/table.tsx'
import type { TableUsage } from './project-settings.ts'
import { tableWords } from './table-words.ts'

const COLUMNS: Column<TableUsage>[] = [
  {
    id: 'what',
    head: 'What',
    cell: ({ table }) => <span className="inline-block first-letter:uppercase">{tableWords(table)}</span>,
  },
  { id: 'count', head: 'Count', align: 'end', cell: ({ rows }) => formatCount(rows) },
  {
    id: 'oldest',
    head: 'Oldest, UTC',
    align: 'end',
    cell: ({ oldest }) =>
      oldest === null ? (
        <span className="text-3" title="There are no rows.">
          –
        </span>
      ) : (
        formatMoment(oldest)
      ),
  },
]

/** What of this project is stored. */
export function UsageTable({ usage }: { usage: readonly TableUsage[] }) {
  return (
    <section className="settings-block">
      <h2>What is stored</h2>
      {usage.length === 0 ? (
        <ListState
          kind="never"
          title="Nothing is stored yet"
          reason="Rows are counted here when the first have come."
        />
      ) : (
        <div className="max-w-[560px]">
          <Table label="What is stored" columns={COLUMNS} rows={usage} keyOf={({ table }) => table} cozy />
        </div>
      )}
    </section>
  )
}
