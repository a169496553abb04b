import { useNavigate } from '@remix-run/react'
import type { MouseEvent } from 'react'
import type { ChartMark } from './line-series.ts'

interface ChartMarkDotProps {
  mark: ChartMark
  /** Where recharts puts it. */
  cx: number
  cy: number
}

const HALF = 4

/** A diamond that leads somewhere. It is out of the way of the Tab key: what it shows must also stand in a list beside the chart. */
export function ChartMarkDot({ mark, cx, cy }: ChartMarkDotProps) {
  const navigate = useNavigate()
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    navigate(mark.href)
  }
  return (
    <a
      href={mark.href}
      tabIndex={-1}
      aria-label={mark.label}
      className="chart-mark"
      onClick={follow}
      onMouseDown={(event) => event.stopPropagation()}
    >
      <title>{mark.label}</title>
      <circle cx={cx} cy={cy} r={9} fill="transparent" />
      <path d={`M${cx} ${cy - HALF}l${HALF} ${HALF}l${-HALF} ${HALF}l${-HALF} ${-HALF}z`} />
    </a>
  )
}
