import { Await, useNavigate, useParams, useSearchParams } from '@remix-run/react'
import { Suspense } from 'react'
import type { TimeBucket, TraceSummary } from '~/api/rows.ts'
import { LostNote } from '~/features/ingest/index.ts'
import { BehindNote, type Lag } from '~/features/shell/index.ts'
import { formatCountOf } from '~/ui/format/number.ts'
import { GridList } from '~/ui/lists/grid-list.tsx'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { FilterBar } from './filter-bar.tsx'
import { TraceSmallRow, traceColumns } from './trace-columns.tsx'
import { readFilters, readSort } from './trace-filters.ts'
import { TraceHistogram } from './trace-histogram.tsx'
import { TraceListState } from './trace-list-states.tsx'
import { useTracePages } from './use-trace-pages.ts'

export interface TracesPageProps {
  page: { traces: TraceSummary[]; next_cursor: string | null }
  services: readonly string[]
  models: readonly string[]
  extent: { oldest: string; newest: string } | null
  lag: Lag | null
  /** Where the range ends. */
  end: string
  /** Arrives after the list. */
  histogram: Promise<{ buckets: TimeBucket[]; count: number; capped: boolean }>
}

/** How many traces match; how many are loaded, where counting them failed. */
function Total({ histogram, loaded }: Pick<TracesPageProps, 'histogram'> & { loaded: string }) {
  return (
    <Suspense fallback="…">
      <Await resolve={histogram} errorElement={`${loaded} so far`}>
        {({ count, capped }) => `${formatCountOf(count, 'trace')}${capped ? ' or more' : ''}`}
      </Await>
    </Suspense>
  )
}

/** The list of traces: what to look for, when, and what is there. */
export function TracesPage({ page, services, models, extent, lag, end, histogram }: TracesPageProps) {
  const [params] = useSearchParams()
  const { projectId } = useParams()
  const navigate = useNavigate()
  const patch = useSearchPatch()
  const pages = useTracePages(page)
  const filters = readFilters(params)
  const loaded = formatCountOf(pages.rows.length, 'trace')
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">Traces</h1>
      <FilterBar
        filters={filters}
        services={services}
        models={models}
        summary={<Total histogram={histogram} loaded={loaded} />}
        onChange={patch}
      />
      <LostNote />
      <div className="h-16 flex-none px-4 max-sm:px-3">
        <Suspense fallback={null}>
          <Await resolve={histogram} errorElement={<p className="text-12 text-3">The histogram did not load.</p>}>
            {({ buckets }) => <TraceHistogram buckets={buckets} end={end} />}
          </Await>
        </Suspense>
      </div>
      {pages.rows.length === 0 ? (
        <div className="list-place">
          <BehindNote lag={lag} />
          <TraceListState filters={filters} extent={extent} />
        </div>
      ) : (
        <GridList
          label="Traces"
          noun="trace"
          columns={traceColumns()}
          rows={pages.rows}
          keyOf={(trace) => trace.trace_id}
          small={(trace) => <TraceSmallRow trace={trace} />}
          sort={{ column: readSort(params), direction: 'descending' }}
          onSort={(column) => patch({ sort: column === 'start_time' ? undefined : column })}
          onOpen={(trace) => navigate(`/p/${projectId}/traces/${trace.trace_id}`)}
          onNearEnd={pages.loadMore}
          foot={
            <p className="px-4 py-2 text-12 text-3">
              {pages.loading ? 'Loading more' : pages.complete ? `All ${loaded} shown` : ''}
            </p>
          }
        />
      )}
    </div>
  )
}
