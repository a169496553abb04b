import { useMutation } from '@tanstack/react-query'
import Plus from 'lucide-react/icons/plus'
import { useApi } from '~/api/client.tsx'
import { useProject } from '~/features/shell/index.ts'
import { Button } from '~/ui/controls/button.tsx'
import { CopyButton } from '~/ui/controls/copy-button.tsx'
import { formatCountOf } from '~/ui/format/number.ts'
import { Note } from '~/ui/layout/note.tsx'
import { Badge } from '~/ui/marks/badge.tsx'

interface KeyStepProps {
  secret: string | undefined
  keyCount: number
  onCreated: (secret: string) => void
}

/** A key is only known whole in the moment it is made: then the snippets carry it. */
export function KeyStep({ secret, keyCount, onCreated }: KeyStepProps) {
  const { project_id } = useProject()
  const create = useMutation({
    ...useApi().keys.create.mutationOptions(),
    onSuccess: (made) => onCreated(made.secret),
  })
  if (secret !== undefined) {
    return (
      <Note tone="ok" action={<CopyButton text={secret} label="Copy key" />}>
        Copy it now: it is stored as a hash and cannot be shown again. The snippets below carry it.
        <span className="mono mt-0.5 block wrap-anywhere">{secret}</span>
      </Note>
    )
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-12">
        <Button
          variant="primary"
          icon={Plus}
          disabled={create.isPending}
          onClick={() => create.mutate({ project_id, name: 'first span', scopes: ['ingest', 'read'] })}
        >
          {create.isPending ? 'Creating the key' : 'Create key'}
        </Button>
        <Badge>ingest</Badge>
        <Badge>read</Badge>
        <span className="text-3">
          {keyCount === 0
            ? 'It goes into the snippets below.'
            : `Or use one of yours: this project has ${formatCountOf(keyCount, 'key')}.`}
        </span>
      </div>
      {create.error && <Note tone="error">No key was made. {create.error.message}</Note>}
    </div>
  )
}
