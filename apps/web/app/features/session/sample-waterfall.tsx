import { formatDuration } from '~/ui/format/duration.ts'
import { formatMoney } from '~/ui/format/money.ts'
import { SAMPLE_COST_USD, SAMPLE_GAP, SAMPLE_NAME, SAMPLE_PATH, SAMPLE_SPANS, type SampleSpan } from './sample-spans.ts'

const ROW = 26
const FOLD = 4
const END_MS = SAMPLE_SPANS[0]?.endMs ?? 1
const PER_MS = (100 - FOLD) / (END_MS - (SAMPLE_GAP.endMs - SAMPLE_GAP.startMs))
const FOLD_AT = SAMPLE_GAP.startMs * PER_MS

/** The waterfall as PyFlare draws it, of one recorded run. */
export function SampleWaterfall() {
  return (
    <div className="w-full">
      <div className="mb-2 flex justify-between text-11 text-3">
        <span>{SAMPLE_NAME}</span>
        <span>{formatMoney(SAMPLE_COST_USD)}</span>
      </div>
      <div className="relative">
        <span className="sample-fold" style={{ left: `${FOLD_AT}%`, width: `${FOLD}%` }} />
        {SAMPLE_SPANS.map((span) => (
          <div key={span.id} className="sample-row">
            <span className={classOf(span)} style={placeOf(span)} />
          </div>
        ))}
        <svg
          viewBox={`0 0 100 ${SAMPLE_SPANS.length * ROW}`}
          preserveAspectRatio="none"
          className="pointer-events-none absolute inset-0 h-full w-full overflow-visible"
          aria-hidden="true"
        >
          <path d={stairs()} fill="none" stroke="var(--accent)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
        </svg>
      </div>
      <div className="mt-2 flex justify-between text-11 text-3">
        <span>{`0\u00a0s`}</span>
        <span>{formatDuration(END_MS)}</span>
      </div>
    </div>
  )
}

/** Time to percent of the width, the idle gap folded. */
function percentOf(ms: number): number {
  const gone = Math.min(Math.max(ms - SAMPLE_GAP.startMs, 0), SAMPLE_GAP.endMs - SAMPLE_GAP.startMs)
  const share = gone / (SAMPLE_GAP.endMs - SAMPLE_GAP.startMs)
  return (ms - gone) * PER_MS + share * FOLD
}

function classOf({ id, kind, idle }: SampleSpan): string {
  const container = SAMPLE_SPANS.some(({ parent }) => parent === id)
  return `sample-bar k-${kind} ${container ? 'sample-container' : ''} ${idle ? 'sample-idle' : ''}`
}

function placeOf({ startMs, endMs }: SampleSpan) {
  const left = percentOf(startMs)
  return { left: `${left.toFixed(2)}%`, width: `${(percentOf(endMs) - left).toFixed(2)}%` }
}

function stairs(): string {
  return SAMPLE_PATH.map(([id, from, to], index) => {
    const y = SAMPLE_SPANS.findIndex((span) => span.id === id) * ROW + 22
    const [left, right] = [percentOf(from).toFixed(2), percentOf(to).toFixed(2)]
    return `${index === 0 ? 'M' : 'H'}${index === 0 ? `${left} ${y}` : `${left}V${y}`}H${right}`
  }).join('')
}
