import { useFetcher } from '@remix-run/react'
import { useState } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { Checkbox } from '~/ui/controls/checkbox.tsx'
import { Field } from '~/ui/controls/field.tsx'
import { Select } from '~/ui/controls/select.tsx'
import { formatCountOf } from '~/ui/format/number.ts'
import { Note } from '~/ui/layout/note.tsx'
import { ConfirmDialog } from '~/ui/overlays/confirm-dialog.tsx'
import {
  isOpen,
  type Normalization,
  type NormalizationAnswer,
  outdatedSpans,
  RANGES,
  type Range,
  type Run,
} from './normalization-data.ts'

/** Which spans are read again; first as a dry run, which changes nothing. */
export function StartRun({ normalization }: { normalization: Normalization }) {
  const fetcher = useFetcher<NormalizationAnswer>()
  const [range, setRange] = useState<Range>('all')
  const [all, setAll] = useState(false)
  const [asking, setAsking] = useState(false)
  const [newest] = normalization.runs
  const busy = fetcher.state !== 'idle' || isOpen(newest)
  const nothing = outdatedSpans(normalization) === 0 && !all
  const tried = newest?.is_dry_run === true && newest.state === 'done' && newest.spans_changed > 0
  const start = (dryRun: boolean) => {
    setAsking(false)
    fetcher.submit({ intent: 'start', range, all: String(all), dry_run: String(dryRun) }, { method: 'post' })
  }
  return (
    <div className="form-card mt-4 max-w-[640px]">
      <div className="flex flex-col gap-3">
        <Field label="Which spans" className="max-w-[240px]">
          {({ id }) => <Select id={id} value={range} onChange={setRange} options={RANGES} disabled={busy} />}
        </Field>
        <Checkbox
          checked={all}
          onChange={setAll}
          disabled={busy}
          label="Also spans that the rules of now have read"
          hint="They come out the same. It is a way to check that."
        />
      </div>
      {fetcher.data && 'error' in fetcher.data && (
        <Note tone="error" className="mt-3">
          Nothing was started. {fetcher.data.error}
        </Note>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button variant={tried ? undefined : 'primary'} disabled={busy || nothing} onClick={() => start(true)}>
          Dry run
        </Button>
        <Button variant={tried ? 'primary' : undefined} disabled={busy || nothing} onClick={() => setAsking(true)}>
          Read again
        </Button>
        {nothing && <span className="text-12 text-3">Every span was read by the rules of now.</span>}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Read stored spans again?"
        consequence={consequenceOf(newest)}
        action="Read again"
        keep="Leave them"
        harmless
        onConfirm={() => start(false)}
      />
    </div>
  )
}

function consequenceOf(newest: Run | undefined): string {
  const rest = 'Pages, costs and budgets then follow the new reading. What the spans said themselves stays as it is.'
  if (newest === undefined || !newest.is_dry_run || newest.state !== 'done')
    return `No dry run has said what changes. ${rest}`
  return `The dry run found ${formatCountOf(newest.spans_changed, 'span')} that change. ${rest}`
}
