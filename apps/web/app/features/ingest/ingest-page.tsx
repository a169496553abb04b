import { useParams } from '@remix-run/react'
import type { Ingestion } from '~/api/rows.ts'
import { Histogram } from '~/ui/charts/histogram.tsx'
import { ButtonLink } from '~/ui/controls/button-link.tsx'
import { Segmented } from '~/ui/controls/segmented.tsx'
import { formatCountOf } from '~/ui/format/number.ts'
import { Note } from '~/ui/layout/note.tsx'
import { ListState } from '~/ui/lists/list-state.tsx'
import { timeRangeParams } from '~/ui/time/time-range.ts'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { IngestNav } from './ingest-nav.tsx'
import { IngestSums } from './ingest-sums.tsx'
import { ReasonList } from './reason-list.tsx'
import { nounOf, SIGNALS, type Signal } from './signals.ts'
import { SilentNote } from './silent-note.tsx'
import { SourceTable } from './source-table.tsx'
import './ingest.css'

interface IngestPageProps {
  ingestion: Ingestion
  /** Where the range ends, and what time it is. */
  end: string
  now: string
}

/** What became of what was sent: how much was kept, what was not and why, and how soon it was there. */
export function IngestPage({ ingestion, end, now }: IngestPageProps) {
  const { projectId } = useParams()
  const patch = useSearchPatch()
  const { signal, sources, reasons } = ingestion
  const noun = nounOf(signal)
  const isNothing = sources.every(({ last_at }) => last_at === null)
  return (
    <div className="page">
      <IngestNav />
      <div className="page-title">
        <h1>Ingestion ledger</h1>
        <span className="text-12 text-2">every {noun} that was sent, and what became of it</span>
        <span className="flex-1" />
        <Segmented
          label="What is counted"
          value={signal}
          onChange={(next: Signal) => patch({ signal: next === 'traces' ? undefined : next })}
          options={SIGNALS}
          size="small"
        />
      </div>
      {isNothing ? (
        <ListState
          kind="never"
          title={`No ${noun} has arrived in 30 days`}
          reason="When some come, this page tells what became of each: kept, rejected and why, late."
          actions={<ButtonLink to={`/p/${projectId}/start`}>Show where to send</ButtonLink>}
        />
      ) : (
        <>
          <IngestSums ingestion={ingestion} />
          <Course ingestion={ingestion} end={end} />
          <section className="ingest-part">
            <h2>By key</h2>
            <SourceTable sources={sources} />
            <SilentNote sources={sources} now={Date.parse(now)} />
          </section>
          <section className="ingest-part">
            <h2>
              Not kept, or mended <span className="count">{formatCountOf(reasons.length, 'reason')}</span>
            </h2>
            {reasons.length === 0 ? (
              <Note tone="ok">All that came in this range was kept as it came.</Note>
            ) : (
              <ReasonList reasons={reasons} signal={signal} sources={sources} />
            )}
          </section>
        </>
      )}
    </div>
  )
}

function Course({ ingestion: { signal, buckets }, end }: Pick<IngestPageProps, 'ingestion' | 'end'>) {
  const patch = useSearchPatch()
  return (
    <section className="ingest-part">
      <h2>{SIGNALS.find(({ value }) => value === signal)?.label} over time</h2>
      <Histogram
        noun={`${nounOf(signal)}s`}
        words={{ ok: 'accepted', failed: 'rejected' }}
        buckets={buckets.map(({ time, accepted, rejected }) => ({
          start: Date.parse(time),
          ok: accepted,
          failed: rejected,
        }))}
        end={Date.parse(end)}
        height={96}
        onSelect={(selection) => {
          if (selection === undefined) return
          patch(timeRangeParams({ kind: 'between', from: new Date(selection.from), to: new Date(selection.to) }))
        }}
      />
    </section>
  )
}
