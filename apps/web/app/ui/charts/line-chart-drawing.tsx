import { useState } from 'react'
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { formatDate, formatHour } from '../format/time.ts'
import { timeTicks, valueTicks } from './axis-steps.ts'
import { ChartMarkDot } from './chart-mark-dot.tsx'
import { ChartTip } from './chart-tip.tsx'
import type { LineChartProps, LineSeries } from './line-series.ts'
import { isLone } from './lone-point.ts'
import type { ValueScale } from './value-scale.ts'

type DrawingProps = Omit<LineChartProps, 'series'> & { series: (LineSeries & { colour: string })[]; height: number }

const DAY_MS = 86_400_000
const MARGIN = { top: 6, right: 8, bottom: 0, left: 0 }
const TICK = { fontSize: 10, fill: 'var(--text-3)' }

export default function LineChartDrawing(props: DrawingProps) {
  const { title, times, bucketMs, series, scale, height, threshold, marks = [], syncId, onSelect } = props
  const drag = useDragOverChart(bucketMs, onSelect)
  const rows = times.map((time, index) => ({
    time,
    ...Object.fromEntries(series.map((it, n) => [key(n), it.values[index]])),
  }))
  const axis = valueAxis(scale, extremes(series, [...marks.map(({ value }) => value), threshold?.value]))
  const tip = { series, times, bucketMs, format: scale.format, selectable: onSelect !== undefined }
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart data={rows} syncId={syncId} margin={MARGIN} accessibilityLayer title={title} {...drag.handlers}>
        <CartesianGrid vertical={false} syncWithTicks stroke="var(--border-1)" />
        <XAxis {...timeAxis(times)} />
        <YAxis {...axis} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--text-3)', strokeWidth: 1 }}
          content={({ active, label }) =>
            active && typeof label === 'number' ? <ChartTip {...tip} at={label} /> : null
          }
        />
        {threshold && <ReferenceLine {...thresholdLine(threshold)} />}
        {drag.dragged && (
          <ReferenceArea
            x1={drag.dragged.from}
            x2={drag.dragged.to}
            fill="var(--accent)"
            fillOpacity={0.08}
            stroke="var(--accent)"
          />
        )}
        {series.map(({ name, colour, values }, index) => (
          <Line
            key={name}
            type="linear"
            dataKey={key(index)}
            name={name}
            stroke={colour}
            strokeWidth={1.5}
            dot={({ key: id, index: at, cx, cy }) =>
              isLone(values, at) ? <circle key={id} cx={cx} cy={cy} r={2} fill={colour} /> : <g key={id} />
            }
            activeDot={{ r: 3, fill: colour, stroke: 'var(--surface-canvas)' }}
            isAnimationActive={false}
          />
        ))}
        {marks.map((mark) => (
          <ReferenceDot
            key={`${mark.at} ${mark.href}`}
            x={Math.min(mark.at, times[times.length - 1] ?? mark.at)}
            y={mark.value ?? axis.domain[0]}
            shape={({ cx, cy }) => <ChartMarkDot mark={mark} cx={Number(cx)} cy={Number(cy)} />}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  )
}

function timeAxis(times: readonly number[]) {
  const from = times[0] ?? 0
  const to = times[times.length - 1] ?? 0
  return {
    dataKey: 'time',
    type: 'number' as const,
    domain: [from, to],
    ticks: timeTicks(from, to),
    tickFormatter: (at: number) => (at % DAY_MS === 0 || to - from > 7 * DAY_MS ? formatDate(at) : formatHour(at)),
    tick: TICK,
    tickLine: false,
    axisLine: { stroke: 'var(--border-2)' },
    height: 18,
  }
}

function valueAxis({ roundStep, formatTick }: ValueScale, [lowest, highest]: [number, number]) {
  const { ticks, step } = valueTicks(lowest, highest, { roundStep })
  const [first = 0] = ticks
  return {
    ticks,
    // Where all is zero, the line lies at the foot of the chart, and nothing is said of what is above it.
    domain: [first, ticks.length === 1 ? first + step : first + step * (ticks.length - 1)],
    tickFormatter: (value: number) => (value === 0 ? '0' : formatTick(value, step)),
    tick: TICK,
    tickLine: false,
    axisLine: false,
    width: 56,
  }
}

function thresholdLine({ value, label }: { value: number; label: string }) {
  return {
    y: value,
    stroke: 'var(--error)',
    strokeDasharray: '4 3',
    label: { value: label, position: 'insideTopRight' as const, fontSize: 10, fill: 'var(--error)' },
  }
}

function key(index: number): string {
  return `series${index}`
}

function extremes(series: readonly LineSeries[], others: readonly (number | null | undefined)[]): [number, number] {
  return [...series.flatMap(({ values }) => values), ...others]
    .filter((value) => value !== null && value !== undefined)
    .reduce<[number, number]>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [0, 0])
}

function useDragOverChart(bucketMs: number, onSelect: LineChartProps['onSelect']) {
  const [edges, setEdges] = useState<[number, number]>()
  if (onSelect === undefined) return { dragged: undefined, handlers: {} }
  const momentOf = (state: { activeLabel?: string | number }) => Number(state.activeLabel ?? Number.NaN)
  const sorted = edges && { from: Math.min(...edges), to: Math.max(...edges) }
  return {
    dragged: sorted && sorted.from !== sorted.to ? sorted : undefined,
    handlers: {
      onMouseDown: (state: { activeLabel?: string | number }) => {
        const at = momentOf(state)
        if (!Number.isNaN(at)) setEdges([at, at])
      },
      onMouseMove: (state: { activeLabel?: string | number }) => {
        const at = momentOf(state)
        if (edges !== undefined && !Number.isNaN(at)) setEdges([edges[0], at])
      },
      onMouseUp: () => {
        if (sorted && sorted.from !== sorted.to) onSelect({ from: sorted.from, to: sorted.to + bucketMs })
        setEdges(undefined)
      },
      onMouseLeave: () => setEdges(undefined),
    },
  }
}
