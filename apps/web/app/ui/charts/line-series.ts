import type { ValueScale } from './value-scale.ts'

export interface LineSeries {
  name: string
  /** One for each of `times`; null where nothing was measured. */
  values: readonly (number | null)[]
  /** A token; by order where none is given. */
  colour?: string
}

/** A single measurement on a chart, and where it leads. */
export interface ChartMark {
  /** Milliseconds since 1970. */
  at: number
  /** null where it is on another scale than the lines: it then stands on the axis. */
  value: number | null
  /** What it is, read aloud and shown under the pointer. */
  label: string
  href: string
}

export interface LineChartProps {
  title: string
  subtitle?: string
  /** Starts of the buckets, milliseconds since 1970. */
  times: readonly number[]
  bucketMs: number
  series: readonly LineSeries[]
  scale: ValueScale
  height?: number
  /** A dashed line, and the words at its end. */
  threshold?: { value: number; label: string }
  marks?: readonly ChartMark[]
  /** Charts with the same word share their crosshair. */
  syncId?: string
  /** A drag over the chart selects a part of time. */
  onSelect?: (selection: { from: number; to: number }) => void
}

/** Whether there is anything to draw: nothing measured is not zero, and gets words instead of an empty plane. */
export function hasValues(series: readonly LineSeries[]): boolean {
  return series.some(({ values }) => values.some((value) => value !== null))
}
