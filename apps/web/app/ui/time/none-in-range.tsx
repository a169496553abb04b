import { Button } from '../controls/button.tsx'
import { formatMoment } from '../format/time.ts'
import { ListState } from '../lists/list-state.tsx'
import { useSearchPatch } from '../url/use-search-patch.ts'
import { timeRangeParams } from './time-range.ts'

const HOUR_MS = 3_600_000

interface NoneInRangeProps {
  /** One sentence without a full stop: "No trace in this range". */
  title: string
  /** When the newest of what is looked for was made, RFC 3339. */
  newest: string
  level?: 1 | 2 | 3
  className?: string
}

/** Nothing in the range that was asked for, and the way to the hour that has the newest. */
export function NoneInRange({ title, newest, level, className }: NoneInRangeProps) {
  const patch = useSearchPatch()
  const at = Date.parse(newest)
  const around = { kind: 'between', from: new Date(at - HOUR_MS), to: new Date(at + 1000) } as const
  return (
    <ListState
      kind="none_in_range"
      title={title}
      level={level}
      className={className}
      reason={`The newest is of ${formatMoment(newest)} UTC.`}
      actions={
        <Button variant="primary" onClick={() => patch(timeRangeParams(around))}>
          Go to the newest
        </Button>
      }
    />
  )
}
