import { Link, useFetcher, useParams } from '@remix-run/react'
import { Button } from '~/ui/controls/button.tsx'
import { formatCompact, formatCount, formatCountOf } from '~/ui/format/number.ts'
import { Note } from '~/ui/layout/note.tsx'
import type { Column } from '~/ui/lists/column.ts'
import { Table } from '~/ui/lists/table.tsx'
import { type ChangedColumn, isOpen, type NormalizationAnswer, type Run } from './normalization-data.ts'

/** How far the newest run is, and what it changes: by column, with some spans to look at, and by library. */
export function RunDetail({ run }: { run: Run }) {
  const fetcher = useFetcher<NormalizationAnswer>()
  return (
    <section className="settings-block" aria-live="polite">
      <div className="mb-1 flex flex-wrap items-center gap-3">
        <h2 className="flex-1 font-semibold text-15">{headOf(run)}</h2>
        {isOpen(run) && (
          <fetcher.Form method="post">
            <input type="hidden" name="run_id" value={run.run_id} />
            <Button type="submit" name="intent" value="cancel" disabled={run.state === 'cancelling'}>
              {run.state === 'cancelling' ? 'Cancelling' : 'Cancel'}
            </Button>
          </fetcher.Form>
        )}
      </div>
      <p className="text-2">{progressOf(run)}</p>
      {isOpen(run) && <Progress read={run.spans_read} total={run.spans_total} />}
      {run.error !== '' && (
        <Note tone="error" className="mt-2">
          The run ended early. {run.error}
        </Note>
      )}
      {run.columns.length > 0 && (
        <div className="mt-3">
          <Table label="Columns that change" columns={COLUMNS} rows={run.columns} keyOf={({ column }) => column} />
        </div>
      )}
      {run.libraries.length > 0 && (
        <div className="mt-4 max-w-[640px]">
          <Table label="Libraries" columns={LIBRARIES} rows={run.libraries} keyOf={({ library }) => library} />
        </div>
      )}
    </section>
  )
}

function headOf({ is_dry_run, state }: Run): string {
  if (state === 'waiting') return is_dry_run ? 'Dry run, waiting' : 'Waiting to read spans again'
  if (state === 'running' || state === 'cancelling') return is_dry_run ? 'Dry run' : 'Reading spans again'
  return is_dry_run ? 'What would change' : 'What changed'
}

function progressOf(run: Run): string {
  const changed = formatCountOf(run.spans_changed, 'span')
  const read = `${formatCount(run.spans_read)} of ${formatCountOf(run.spans_total, 'span')} read`
  if (run.state === 'waiting') return 'It starts as soon as a worker is free.'
  if (run.spans_total === 0) return 'There was nothing to read: the rules of now have read every span.'
  const settled = run.is_dry_run ? '' : `, ${formatCountOf(run.traces_settled, 'trace')} asked to be settled`
  return `${read}, ${changed} ${run.spans_changed === 1 ? 'reads' : 'read'} otherwise${settled}.`
}

function Progress({ read, total }: { read: number; total: number }) {
  return (
    <progress className="progress mt-2" value={read} max={Math.max(total, 1)} aria-label="Spans read">
      {formatCount(read)}
    </progress>
  )
}

const COLUMNS: Column<ChangedColumn>[] = [
  { id: 'column', head: 'Column', cell: ({ column }) => <span className="mono-s">{column}</span> },
  { id: 'spans', head: 'Spans', align: 'end', cell: ({ spans }) => formatCount(spans) },
  {
    id: 'sums',
    head: 'Sum',
    align: 'end',
    small: 'hidden',
    cell: ({ sums }) =>
      sums === null ? (
        <span className="text-3" title="The column is not summed.">
          –
        </span>
      ) : (
        `${formatCompact(sums.before)} → ${formatCompact(sums.after)}`
      ),
  },
  { id: 'samples', head: 'For example', cell: ({ samples }) => <Samples samples={samples} /> },
]

function Samples({ samples }: Pick<ChangedColumn, 'samples'>) {
  const { projectId } = useParams()
  return (
    <ul className="flex flex-col py-1">
      {distinct(samples).map(({ trace_id, span_id, before, after }) => (
        <li key={`${trace_id}${span_id}`} className="flex min-h-6 flex-wrap items-center gap-x-2">
          <span className="mono-s break-all text-3">{before === '' ? 'nothing' : before}</span>
          <span aria-hidden="true">→</span>
          <span className="mono-s break-all">{after === '' ? 'nothing' : after}</span>
          <Link className="link py-1 text-12" to={`/p/${projectId}/traces/${trace_id}?span=${span_id}`}>
            Show span
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** The same change once: the first spans of a run are often alike. */
function distinct(samples: ChangedColumn['samples']): ChangedColumn['samples'] {
  return samples.filter(
    ({ before, after }, place) =>
      samples.findIndex((other) => other.before === before && other.after === after) === place,
  )
}

const LIBRARIES: Column<Run['libraries'][number]>[] = [
  { id: 'library', head: 'Library', cell: ({ library }) => <span className="mono-s break-all">{library}</span> },
  { id: 'spans', head: 'Spans read', align: 'end', cell: ({ spans }) => formatCount(spans) },
  { id: 'changed', head: 'Read otherwise', align: 'end', cell: ({ changed }) => formatCount(changed) },
]
