import type { ReactNode } from 'react'
import { Sparkline } from './sparkline.tsx'

interface NumberTileProps {
  label: string
  value: string
  unit?: string
  /** "from 1.2 %"; in red only when the change is bad. */
  delta?: ReactNode
  bad?: boolean
  course?: readonly number[]
}

export function NumberTile({ label, value, unit, delta, bad = false, course }: NumberTileProps) {
  return (
    <div className="flex min-w-0 items-end gap-3">
      <div className="min-w-0 flex-1">
        <div className="tile-label ell">{label}</div>
        <div className="tile-value ell">
          {value}
          {unit && <small>{`\u00a0${unit}`}</small>}
        </div>
        {delta && <div className={bad ? 'tile-delta font-semibold text-error!' : 'tile-delta'}>{delta}</div>}
      </div>
      {course && <Sparkline values={course} />}
    </div>
  )
}
