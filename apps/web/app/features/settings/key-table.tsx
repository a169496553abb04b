import { useFetcher } from '@remix-run/react'
import Trash2 from 'lucide-react/icons/trash-2'
import { useEffect, useState } from 'react'
import { IconButton } from '~/ui/controls/icon-button.tsx'
import { formatDate, formatMoment } from '~/ui/format/time.ts'
import type { Column } from '~/ui/lists/column.ts'
import { ListState } from '~/ui/lists/list-state.tsx'
import { Table } from '~/ui/lists/table.tsx'
import { Badge } from '~/ui/marks/badge.tsx'
import { ConfirmDialog } from '~/ui/overlays/confirm-dialog.tsx'
import { showToast } from '~/ui/overlays/toast-store.ts'
import type { ActionAnswer, ProjectKey } from './project-settings.ts'

export function KeyTable({ keys }: { keys: readonly ProjectKey[] }) {
  const { doomed, ask, forget, revoke, busy } = useRevoking()
  if (keys.length === 0) {
    return (
      <ListState
        kind="never"
        title="There is no key yet"
        reason="Exporters send their key in the header x-api-key. Make one with the button above."
      />
    )
  }
  return (
    <>
      <Table label="Project keys" columns={columns(ask)} rows={keys} keyOf={({ key_id }) => key_id} cozy />
      <ConfirmDialog
        open={doomed !== undefined}
        onOpenChange={(open) => !open && forget()}
        title={`Revoke ${doomed?.name ?? 'this key'}?`}
        consequence={doomed && consequenceOf(doomed)}
        action="Revoke"
        confirmName={doomed?.name}
        busy={busy}
        onConfirm={revoke}
      />
    </>
  )
}

function consequenceOf({ last_used_at }: ProjectKey): string {
  const used = last_used_at === null ? 'It was never used.' : `It was last used on ${formatMoment(last_used_at)} UTC.`
  return `${used} What is sent or asked with it will be refused within seconds. This cannot be undone.`
}

function useRevoking() {
  const fetcher = useFetcher<ActionAnswer>()
  const [doomed, setDoomed] = useState<ProjectKey>()
  useEffect(() => {
    if (fetcher.data === undefined) return
    if ('error' in fetcher.data) showToast({ status: 'error', text: `Key not revoked. ${fetcher.data.error}` })
    else showToast({ status: 'ok', text: 'Key revoked' })
    setDoomed(undefined)
  }, [fetcher.data])
  return {
    doomed,
    ask: setDoomed,
    forget: () => setDoomed(undefined),
    busy: fetcher.state !== 'idle',
    revoke: () => doomed && fetcher.submit({ intent: 'revoke-key', key_id: doomed.key_id }, { method: 'post' }),
  }
}

function columns(onRevoke: (key: ProjectKey) => void): Column<ProjectKey>[] {
  return [
    { id: 'name', head: 'Name', cell: ({ name }) => <span className="font-medium">{name}</span> },
    { id: 'key', head: 'Key', cell: ({ prefix }) => <span className="mono-s text-2">{prefix}…</span> },
    {
      id: 'scopes',
      head: 'May',
      small: 'below',
      cell: ({ scopes }) => (
        <span className="flex gap-1">
          {scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'used',
      head: 'Last used, UTC',
      small: 'below',
      cell: ({ last_used_at }) =>
        last_used_at === null ? (
          <span className="text-3">never</span>
        ) : (
          <span className="text-2">{formatMoment(last_used_at)}</span>
        ),
    },
    {
      id: 'created',
      head: 'Created',
      small: 'hidden',
      cell: ({ created_at }) => <span className="text-2">{formatDate(created_at)}</span>,
    },
    {
      id: 'revoke',
      head: <span className="sr-only">Revoke</span>,
      align: 'end',
      cell: (key) => (
        <IconButton icon={Trash2} size="small" label={`Revoke ${key.name}`} onClick={() => onRevoke(key)} />
      ),
    },
  ]
}
