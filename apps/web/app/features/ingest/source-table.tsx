import type { Ingestion } from '~/api/rows.ts'
import { formatDuration } from '~/ui/format/duration.ts'
import { formatCount } from '~/ui/format/number.ts'
import { formatMoment } from '~/ui/format/time.ts'
import type { Column } from '~/ui/lists/column.ts'
import { Table } from '~/ui/lists/table.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import type { Status } from '~/ui/marks/statuses.ts'

type Source = Ingestion['sources'][number]

const COLUMNS: Column<Source>[] = [
  {
    id: 'source',
    head: 'Key',
    cell: (source) => (
      <span className="flex items-center gap-2">
        <StatusMark {...markOf(source)} />
        <span className="font-medium">{nameOf(source)}</span>
        {source.key_prefix !== null && <span className="mono-s text-3">{source.key_prefix}…</span>}
      </span>
    ),
  },
  {
    id: 'clients',
    head: 'Sent by',
    small: 'below',
    cell: ({ clients }) => <span className="text-2">{clients.length === 0 ? '–' : clients.join(', ')}</span>,
  },
  { id: 'accepted', head: 'Accepted', align: 'end', cell: ({ accepted }) => <Amount of={accepted} /> },
  { id: 'rejected', head: 'Rejected', align: 'end', cell: ({ rejected }) => <Amount of={rejected} tone="error" /> },
  {
    id: 'refused',
    head: 'Requests refused',
    align: 'end',
    small: 'below',
    cell: ({ refused_requests }) => <Amount of={refused_requests} tone="error" />,
  },
  { id: 'late', head: 'Late', align: 'end', small: 'below', cell: ({ late }) => <Amount of={late} tone="warn" /> },
  {
    id: 'visible',
    head: 'Visible after',
    align: 'end',
    small: 'below',
    cell: ({ visible_after_ms }) => (visible_after_ms === null ? '–' : formatDuration(visible_after_ms.median)),
  },
  {
    id: 'last',
    head: 'Last sent',
    align: 'end',
    small: 'hidden',
    cell: ({ last_at }) => (last_at === null ? 'never' : formatMoment(last_at)),
  },
]

/** Who sends, by key: how much of it was kept. */
export function SourceTable({ sources }: { sources: readonly Source[] }) {
  return <Table label="By key" columns={COLUMNS} rows={sources} keyOf={({ key_id }) => key_id} cozy />
}

export function nameOf({ key_id, key_name }: Pick<Source, 'key_id' | 'key_name'>): string {
  if (key_id === '') return 'without a key'
  return key_name ?? 'a key that is revoked'
}

function markOf({ accepted, rejected, refused_requests, late }: Source): { status: Status; label: string } {
  if (rejected + refused_requests > 0) return { status: 'error', label: 'Some of it was not kept' }
  if (accepted === 0) return { status: 'unknown', label: 'Sent nothing in this range' }
  if (late > 0) return { status: 'warn', label: 'Some of it came late' }
  return { status: 'ok', label: 'All of it was kept' }
}

function Amount({ of, tone }: { of: number; tone?: 'warn' | 'error' }) {
  return <span className={of === 0 ? 'text-3' : `ingest-count ${tone ?? ''}`}>{formatCount(of)}</span>
}
