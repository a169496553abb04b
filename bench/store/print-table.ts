type Cell = string | number

/** Prints rows as a Markdown table; numbers with as many digits as they can be believed. */
export function printTable(title: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const texts = [heads, ...rows.map((row) => row.map(shown))]
  const widths = heads.map((_, column) => Math.max(3, ...texts.map((row) => String(row[column] ?? '').length)))
  const line = (row: readonly Cell[]) =>
    `| ${row.map((cell, at) => String(cell).padEnd(widths[at] ?? 0)).join(' | ')} |`
  const [first = [], ...rest] = texts
  console.log(
    `\n${title}\n\n${[line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n')}`,
  )
}

function shown(cell: Cell): string {
  if (typeof cell === 'string' || Number.isInteger(cell)) return String(cell)
  return cell >= 100 ? cell.toFixed(0) : cell >= 10 ? cell.toFixed(1) : cell.toFixed(2)
}
