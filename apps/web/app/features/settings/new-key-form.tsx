import X from 'lucide-react/icons/x'
import { type FormEvent, useState } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { Checkbox } from '~/ui/controls/checkbox.tsx'
import { Field } from '~/ui/controls/field.tsx'
import { IconButton } from '~/ui/controls/icon-button.tsx'
import { TextInput } from '~/ui/controls/text-input.tsx'
import type { ProjectKey } from './project-settings.ts'

type Scope = ProjectKey['scopes'][number]

const SCOPES: readonly { id: Scope; hint: string }[] = [
  { id: 'ingest', hint: 'send traces, logs and metrics by OTLP' },
  { id: 'read', hint: 'read them, with their content, by the REST API' },
]

interface NewKeyFormProps {
  busy: boolean
  error: string | undefined
  onCancel: () => void
  onCreate: (name: string, scopes: Scope[]) => void
}

export function NewKeyForm({ busy, error, onCancel, onCreate }: NewKeyFormProps) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set(['ingest']))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onCreate(name.trim(), [...scopes])
  }
  return (
    <form className="form-card mb-5" onSubmit={submit}>
      <div className="mb-3 flex items-center">
        <h2 className="flex-1 font-semibold text-15">New key</h2>
        <IconButton icon={X} label="Close" onClick={onCancel} />
      </div>
      <Field label="Name" hint="The app or person that will use it." error={error} className="max-w-[360px]">
        {(control) => (
          <TextInput
            {...control}
            value={name}
            maxLength={100}
            autoComplete="off"
            autoFocus
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="mt-4">
        <legend className="label">May</legend>
        <div className="grid gap-x-4 gap-y-2 sm:grid-cols-3">
          {SCOPES.map(({ id, hint }) => (
            <Checkbox
              key={id}
              label={id}
              hint={hint}
              checked={scopes.has(id)}
              onChange={(on) => setScopes(new Set(on ? [...scopes, id] : [...scopes].filter((it) => it !== id)))}
            />
          ))}
        </div>
      </fieldset>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" disabled={busy || name.trim() === '' || scopes.size === 0}>
          {busy ? 'Creating the key' : 'Create key'}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
