import { useFetcher } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { Field } from '~/ui/controls/field.tsx'
import { TextInput } from '~/ui/controls/text-input.tsx'
import { Note } from '~/ui/layout/note.tsx'
import { ConfirmDialog } from '~/ui/overlays/confirm-dialog.tsx'
import { showToast } from '~/ui/overlays/toast-store.ts'
import { type ActionAnswer, type Retention, SIGNALS, type TableUsage } from './project-settings.ts'
import { daysOf, isShorter, lossOf } from './retention-days.ts'

interface RetentionFormProps {
  retention: Retention
  usage: readonly TableUsage[]
}

/** Days per signal. Shorter ones ask first, because they delete. */
export function RetentionForm({ retention, usage }: RetentionFormProps) {
  const fetcher = useFetcher<ActionAnswer>()
  const [days, setDays] = useState(() => textsOf(retention))
  const [asking, setAsking] = useState(false)
  const parsed = SIGNALS.map(({ id }) => [id, daysOf(days[id])] as const)
  const valid = parsed.every(([, value]) => value !== undefined)
  const wanted = Object.fromEntries(parsed) as Retention
  const changed = SIGNALS.some(({ id }) => wanted[id] !== retention[id])
  useEffect(() => {
    if (fetcher.data && 'done' in fetcher.data) showToast({ status: 'ok', text: 'Retention saved' })
  }, [fetcher.data])
  const save = () => {
    setAsking(false)
    fetcher.submit({ intent: 'set-retention', ...days }, { method: 'post' })
  }
  return (
    <form
      className="form-card mt-4 max-w-[640px]"
      onSubmit={(event) => {
        event.preventDefault()
        if (isShorter(wanted, retention)) setAsking(true)
        else save()
      }}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        {SIGNALS.map(({ id, label }) => (
          <Field key={id} label={label} error={daysOf(days[id]) === undefined ? 'From 1 to 3,650 days.' : undefined}>
            {(control) => (
              <TextInput
                {...control}
                inputMode="numeric"
                autoComplete="off"
                value={days[id]}
                trailing={<span className="field-unit">days</span>}
                onChange={(event) => setDays({ ...days, [id]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {fetcher.data && 'error' in fetcher.data && (
        <Note tone="error" className="mt-3">
          Retention not saved. {fetcher.data.error}
        </Note>
      )}
      <div className="mt-4 flex gap-2">
        <Button type="submit" variant="primary" disabled={!valid || !changed || fetcher.state !== 'idle'}>
          {fetcher.state === 'idle' ? 'Save retention' : 'Saving'}
        </Button>
        {changed && (
          <Button variant="quiet" onClick={() => setDays(textsOf(retention))}>
            Undo changes
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Keep telemetry for a shorter time?"
        consequence={lossOf(wanted, retention, usage)}
        action="Save and delete"
        keep="Keep it as it is"
        onConfirm={save}
      />
    </form>
  )
}

function textsOf(retention: Retention): Record<keyof Retention, string> {
  return {
    traces: String(retention.traces),
    metrics: String(retention.metrics),
    logs: String(retention.logs),
  }
}
