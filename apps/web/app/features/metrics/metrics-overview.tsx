import { useSearchParams } from '@remix-run/react'
import type { Timeseries } from '~/api/rows.ts'
import { coloursOf } from '~/ui/charts/series-colours.ts'
import { Select } from '~/ui/controls/select.tsx'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { NOT_GROUPED } from './measures.ts'
import { isSaidByTraces, OVERVIEW_GROUPS, overviewGroupOf } from './overview-groups.ts'
import { SeriesChart } from './series-chart.tsx'

/** Plain counts are grey, and failures red, wherever they are drawn; the grey of bars is too faint for a line. */
const CHARTS: Record<string, { title: string; colour?: string }> = {
  'pyflare.traces': { title: 'Traces', colour: 'var(--text-2)' },
  'pyflare.errors': { title: 'Failed spans', colour: 'var(--error)' },
  'pyflare.duration.p95': { title: 'Duration, p95' },
  'pyflare.cost': { title: 'Cost' },
}

/** What PyFlare derives from spans over time, in all or by one of their dimensions. */
export function MetricsOverview({ overview }: { overview: readonly Timeseries[] }) {
  const [params] = useSearchParams()
  const patch = useSearchPatch()
  const group = overviewGroupOf(params.get('by'))
  const isGrouped = group !== NOT_GROUPED
  const colours = coloursOf(overview.flatMap(({ series }) => series.map(({ label }) => label)))
  return (
    <section aria-label="From spans" className="border-line-1 border-b pb-4">
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Select
          compact
          label="Group the charts of spans"
          value={group}
          options={OVERVIEW_GROUPS}
          onChange={(value) => patch({ by: value === NOT_GROUPED ? undefined : value })}
        />
        {isSaidByTraces(group) && (
          <span className="text-11 text-3">
            Traces and cost have it of the whole trace, failed spans and durations where the span itself says it.
          </span>
        )}
      </div>
      <div className="grid grid-cols-2 gap-x-8 gap-y-6 max-md:grid-cols-1">
        {overview.map((timeseries) => {
          const { title = timeseries.name, colour } = CHARTS[timeseries.name] ?? {}
          return (
            <SeriesChart
              key={timeseries.name}
              title={title}
              timeseries={timeseries}
              colourOf={(label) => (isGrouped ? colours.get(label) : colour)}
            />
          )
        })}
      </div>
    </section>
  )
}
