import { useParams } from '@remix-run/react'
import type { Instrumentation } from '~/api/rows.ts'
import { IngestNav } from '~/features/ingest/index.ts'
import { NumberTile } from '~/ui/charts/number-tile.tsx'
import { ButtonLink } from '~/ui/controls/button-link.tsx'
import { formatCompact, formatCountOf, formatPercent } from '~/ui/format/number.ts'
import { formatMoment } from '~/ui/format/time.ts'
import { Note } from '~/ui/layout/note.tsx'
import { ListState } from '~/ui/lists/list-state.tsx'
import { NoneInRange } from '~/ui/time/none-in-range.tsx'
import { groupFindings } from './group-findings.ts'
import { LackingLibraries } from './lacking-libraries.tsx'
import { LibraryTable } from './library-table.tsx'
import './instrumentation.css'

interface InstrumentationPageProps {
  instrumentation: Instrumentation
  /** When the project's oldest and newest trace began; null when none ever arrived. */
  extent: { oldest: string; newest: string } | null
  /** The start of the range that was asked for. */
  asked: string
}

/** Which libraries send to this project, what each lacks, and how to mend it. */
export function InstrumentationPage({ instrumentation, extent, asked }: InstrumentationPageProps) {
  const { projectId } = useParams()
  const { libraries, since } = instrumentation
  if (libraries.length === 0 && extent !== null) {
    return (
      <div className="page">
        <IngestNav />
        <NoneInRange level={1} title="No library sent a span in this range" newest={extent.newest} />
      </div>
    )
  }
  if (libraries.length === 0) {
    return (
      <div className="page">
        <IngestNav />
        <ListState
          kind="never"
          level={1}
          title="No span has ever arrived"
          reason="When spans come, this page tells which libraries sent them and what they lack."
          actions={<ButtonLink to={`/p/${projectId}/start`}>Show where to send</ButtonLink>}
        />
      </div>
    )
  }
  return (
    <div className="page">
      <IngestNav />
      <div className="page-title">
        <h1>Instrumentation</h1>
        <span className="text-12 text-2">which libraries send, what they lack, and how to mend it</span>
      </div>
      <Totals instrumentation={instrumentation} />
      {Date.parse(since) > Date.parse(asked) + 60_000 && (
        <Note className="mb-4">
          This range holds more than 5 million spans. The newest of them are shown here, since {formatMoment(since)}{' '}
          UTC.
        </Note>
      )}
      <ToMend instrumentation={instrumentation} />
      <section>
        <h2 className="mb-1 font-semibold text-13">Libraries</h2>
        <LibraryTable libraries={libraries} />
      </section>
    </div>
  )
}

function ToMend({ instrumentation }: { instrumentation: Instrumentation }) {
  const { libraries, traces } = groupFindings(instrumentation)
  const lacking = libraries.filter(({ findings }) => findings.length > 0)
  const kinds = lacking.reduce((sum, { findings }) => sum + findings.length, traces.length)
  return (
    <section className="mb-6">
      <h2 className="mb-1 font-semibold text-13">
        To mend <span className="ml-1 font-normal text-11 text-3">{formatCountOf(kinds, 'finding')}</span>
      </h2>
      {kinds === 0 ? (
        <Note tone="ok">Nothing lacks: every call tells its model, its usage, its messages and its session.</Note>
      ) : (
        <LackingLibraries libraries={lacking} traces={traces} />
      )}
    </section>
  )
}

function Totals({ instrumentation: { libraries, services } }: { instrumentation: Instrumentation }) {
  const sum = (count: (row: Instrumentation['libraries'][number]) => number) =>
    libraries.reduce((total, row) => total + count(row), 0)
  const calls = sum((row) => row.calls)
  const traces = services.reduce((total, row) => total + row.traces, 0)
  const sessions = traces - services.reduce((total, row) => total + row.without_session, 0)
  return (
    <div className="my-3 grid grid-cols-5 gap-6 border-line-1 border-y py-3 max-md:grid-cols-2">
      <NumberTile label="Spans" value={formatCompact(sum((row) => row.spans))} />
      <NumberTile label="Calls of models" value={formatCompact(calls)} />
      <NumberTile label="Calls with usage" value={share(calls - sum((row) => row.usage_missing), calls)} />
      <NumberTile label="Calls with messages" value={share(calls - sum((row) => row.without_messages), calls)} />
      <NumberTile label="Traces with a session" value={share(sessions, traces)} />
    </div>
  )
}

function share(part: number, whole: number): string {
  return formatPercent(whole === 0 ? null : part / whole)
}
