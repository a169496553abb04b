import type { TimeBucket } from '~/api/rows.ts'
import { Histogram } from '~/ui/charts/histogram.tsx'
import { timeRangeParams } from '~/ui/time/time-range.ts'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'

/** Traces over the range; a drag narrows the range to what was selected. */
export function TraceHistogram({ buckets, end }: { buckets: readonly TimeBucket[]; end: string }) {
  const patch = useSearchPatch()
  return (
    <Histogram
      noun="traces"
      buckets={buckets.map(({ time, traces, errors }) => ({
        start: Date.parse(time),
        ok: traces - errors,
        failed: errors,
      }))}
      end={Date.parse(end)}
      onSelect={(selection) => {
        if (selection === undefined) return
        patch(timeRangeParams({ kind: 'between', from: new Date(selection.from), to: new Date(selection.to) }))
      }}
    />
  )
}
