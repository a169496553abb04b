import { useState } from 'react'
import type { Selection } from '~/ui/charts/brush.ts'
import { Histogram } from '~/ui/charts/histogram.tsx'
import { LineChart } from '~/ui/charts/line-chart.tsx'
import { NumberTile } from '~/ui/charts/number-tile.tsx'
import { durationsIn } from '~/ui/charts/value-scale.ts'
import { KitBlock } from './kit-block.tsx'

const START = Date.parse('2026-11-23T11:00:00Z')
const BUCKET_MS = 900_000
const COUNT = 96

const buckets = Array.from({ length: COUNT }, (_, index) => ({
  start: START + index * BUCKET_MS,
  ok: Math.round(8 + 6 * Math.sin(index / 9) + (index > 89 ? 14 : 0)),
  failed: index > 89 ? 9 : index % 13 === 0 ? 1 : 0,
}))
const times = buckets.map(({ start }) => start)
const course = (base: number, swing: number) =>
  times.map((_, index) => (index === 40 ? null : base + swing * Math.sin(index / 7) + (index % 5) * swing * 0.05))

export function KitCharts() {
  const [selection, setSelection] = useState<Selection | undefined>({
    from: START + 90 * BUCKET_MS,
    to: START + 96 * BUCKET_MS,
  })
  return (
    <>
      <KitBlock title="Number tiles" detail="red only where a change is bad" wide>
        <div className="grid grid-cols-2 gap-6 sm:grid-cols-4">
          <NumberTile label="Traces" value="815" delta="from 790" course={buckets.map(({ ok }) => ok)} />
          <NumberTile
            label="Failed"
            value="9.4"
            unit="%"
            delta="from 1.2 %"
            bad
            course={buckets.map(({ failed }) => failed)}
          />
          <NumberTile label="Duration, p95" value="25.4" unit="s" delta="from 24.9 s" />
          <NumberTile label="Cost" value="$18.20" delta="from $17.91" />
        </div>
      </KitBlock>
      <KitBlock title="Histogram" detail="drag, or arrow keys; Esc clears" wide>
        <Histogram
          noun="traces"
          buckets={buckets}
          end={START + COUNT * BUCKET_MS}
          selection={selection}
          onSelect={setSelection}
        />
      </KitBlock>
      <KitBlock title="Lines" detail="a gap where nothing was measured" wide>
        <LineChart
          title="Duration, p95"
          subtitle="per 15 min, UTC"
          times={times}
          bucketMs={BUCKET_MS}
          scale={durationsIn(1)}
          threshold={{ value: 9_000, label: 'limit 9 s' }}
          series={[
            { name: 'resolve_ticket', values: course(6_000, 2_000) },
            { name: 'draft_reply', values: course(3_000, 900) },
            { name: 'kb_answer', values: course(1_200, 300) },
          ]}
          onSelect={setSelection}
        />
      </KitBlock>
    </>
  )
}
