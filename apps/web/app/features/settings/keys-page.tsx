import { useFetcher } from '@remix-run/react'
import Plus from 'lucide-react/icons/plus'
import { useEffect, useState } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { CopyButton } from '~/ui/controls/copy-button.tsx'
import { useCommands } from '~/ui/keyboard/use-commands.ts'
import { Note } from '~/ui/layout/note.tsx'
import { KeyTable } from './key-table.tsx'
import { NewKeyForm } from './new-key-form.tsx'
import type { ActionAnswer, ProjectKey } from './project-settings.ts'

/** The keys of a project: by them programs send and read. */
export function KeysPage({ keys }: { keys: readonly ProjectKey[] }) {
  const fetcher = useFetcher<ActionAnswer>()
  const [making, setMaking] = useState(false)
  const answer = fetcher.data
  const created = answer && 'done' in answer && answer.done === 'created' ? answer : undefined
  useEffect(() => {
    if (created) setMaking(false)
  }, [created])
  useCommands([{ id: 'keys.new', label: 'New project key', section: 'Do', icon: Plus, run: () => setMaking(true) }])
  return (
    <div>
      <div className="page-title">
        <h1>Project keys</h1>
        <span className="text-12 text-3">{keys.length} active</span>
        <span className="flex-1" />
        <Button icon={Plus} disabled={making} onClick={() => setMaking(true)}>
          New key
        </Button>
      </div>
      <p className="mb-4 max-w-[72ch] text-2">
        A key belongs to this project and may do only what it lists. A revoked key stops working within seconds.
      </p>
      {created && !making && (
        <Note tone="ok" className="mb-4" action={<CopyButton text={created.secret} label="Copy key" />}>
          <b className="font-medium">{created.name} was created.</b> Copy it now: it is stored as a hash and cannot be
          shown again.
          <span className="mono mt-0.5 block wrap-anywhere">{created.secret}</span>
        </Note>
      )}
      {making && (
        <NewKeyForm
          busy={fetcher.state !== 'idle'}
          error={answer && 'error' in answer ? answer.error : undefined}
          onCancel={() => setMaking(false)}
          onCreate={(name, scopes) =>
            fetcher.submit({ intent: 'create-key', name, scopes: scopes.join(' ') }, { method: 'post' })
          }
        />
      )}
      <KeyTable keys={keys} />
    </div>
  )
}
