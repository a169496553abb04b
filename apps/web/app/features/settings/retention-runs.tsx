import { useFetcher, useRevalidator } from '@remix-run/react'
import Play from 'lucide-react/icons/play'
import { useEffect } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { formatDuration } from '~/ui/format/duration.ts'
import { formatCount } from '~/ui/format/number.ts'
import { formatMoment } from '~/ui/format/time.ts'
import { Note } from '~/ui/layout/note.tsx'
import type { Column } from '~/ui/lists/column.ts'
import { ListState } from '~/ui/lists/list-state.tsx'
import { Table } from '~/ui/lists/table.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import type { ActionAnswer, RetentionRun } from './project-settings.ts'
import { deletedWords } from './table-words.ts'
import { useAwaitRun } from './use-await-run.ts'

const COLUMNS: Column<RetentionRun>[] = [
  {
    id: 'started',
    head: 'Started, UTC',
    cell: ({ started_at, error }) => (
      <span className="flex items-center gap-2">
        <StatusMark status={error === '' ? 'ok' : 'error'} />
        {formatMoment(started_at)}
      </span>
    ),
  },
  {
    id: 'took',
    head: 'Took',
    align: 'end',
    small: 'hidden',
    cell: ({ started_at, finished_at }) => formatDuration(Date.parse(finished_at) - Date.parse(started_at)),
  },
  {
    id: 'deleted',
    head: 'Rows deleted',
    align: 'end',
    cell: ({ deleted }) => formatCount(Object.values(deleted).reduce((sum, rows) => sum + rows, 0)),
  },
  {
    id: 'result',
    head: 'Result',
    cell: ({ deleted, error }) =>
      error === '' ? (
        <span className="text-2">{deletedWords(deleted)}</span>
      ) : (
        <span className="font-medium text-error">{error}</span>
      ),
  },
]

/** What the last runs did, and a button that does not wait for the night. */
export function RetentionRuns({ runs }: { runs: readonly RetentionRun[] }) {
  const fetcher = useFetcher<ActionAnswer>()
  const revalidator = useRevalidator()
  const { waiting, overdue, begin } = useAwaitRun(runs[0]?.started_at, revalidator.revalidate)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new run matters.
  useEffect(() => {
    if (fetcher.data && 'done' in fetcher.data) begin()
  }, [fetcher.data])
  const busy = fetcher.state !== 'idle' || waiting
  return (
    <section className="settings-block">
      <div className="mb-1 flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-15">Runs</h2>
        <fetcher.Form method="post">
          <Button type="submit" name="intent" value="run-retention" icon={Play} disabled={busy}>
            {busy ? 'Running' : 'Run retention now'}
          </Button>
        </fetcher.Form>
      </div>
      {fetcher.data && 'error' in fetcher.data && (
        <Note tone="error" className="mb-2">
          Retention was not started. {fetcher.data.error}
        </Note>
      )}
      {overdue && (
        <Note tone="warn" className="mb-2">
          The run was asked for and has not ended within a minute. It may wait for other jobs; its result will stand
          here.
        </Note>
      )}
      {runs.length === 0 ? (
        <ListState
          kind="never"
          title="Retention has not run yet"
          reason="It runs once a day, and when you press the button."
        />
      ) : (
        <Table label="Runs of retention" columns={COLUMNS} rows={runs} keyOf={({ started_at }) => started_at} cozy />
      )}
    </section>
  )
}
