interface SparklineProps {
  values: readonly number[]
  width?: number
  height?: number
}

/** The course of a number without axes: decoration for the number beside it, and silent. */
export function Sparkline({ values, width = 76, height = 24 }: SparklineProps) {
  if (values.length < 2) return null
  const low = Math.min(...values)
  const range = Math.max(...values) - low || 1
  const points = values.map((value, index) => {
    const x = (width * index) / (values.length - 1)
    const y = height - 2 - ((height - 4) * (value - low)) / range
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  })
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      className="block flex-none"
    >
      <path d={`M${points.join('L')}`} fill="none" stroke="var(--text-2)" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  )
}
