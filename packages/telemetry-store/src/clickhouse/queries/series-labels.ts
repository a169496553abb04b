/** The series that takes what the others leave. */
export const OTHER = 'other'

/**
 * The labels that are shown, largest first. What is beyond `maxSeries` is folded into one more called `other`, and so is a
 * label that happens to have that name.
 */
export function foldedLabels(rows: readonly { label: string }[], maxSeries: number): string[] {
  const labels = rows.map((row) => row.label)
  if (labels.length <= maxSeries) return labels
  return [...labels.slice(0, maxSeries).filter((label) => label !== OTHER), OTHER]
}

/** The label of a row: its own when it is one of those shown, else `other`. */
export function labelSql(expression: string): string {
  return `if(has({labels:Array(String)}, ${expression}), ${expression}, {other:String})`
}

/** The start of a row's bucket in seconds since 1970. */
export function bucketSql(time: string): string {
  return `toUInt32(intDiv(toUnixTimestamp(${time}), {bucket:UInt32}) * {bucket:UInt32})`
}
