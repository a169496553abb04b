export interface LineSeries {
  name: string
  /** One for each of `times`; null where nothing was measured. */
  values: readonly (number | null)[]
  /** A token; by order where none is given. */
  colour?: string
}

export interface LineChartProps {
  title: string
  subtitle?: string
  /** Starts of the buckets, milliseconds since 1970. */
  times: readonly number[]
  bucketMs: number
  series: readonly LineSeries[]
  /** Writes a value with its unit. */
  format: (value: number) => string
  height?: number
  /** A dashed line, and the words at its end. */
  threshold?: { value: number; label: string }
  /** Charts with the same word share their crosshair. */
  syncId?: string
  /** A drag over the chart selects a part of time. */
  onSelect?: (selection: { from: number; to: number }) => void
}
