import { alignClass, type Column, type Sort } from './column.ts'
import { HeadWords, sortOfHead } from './head-cell.tsx'

interface GridHeadProps<Row> {
  columns: readonly Column<Row>[]
  tracks: string
  sort?: Sort
  onSort?: (column: string) => void
}

export function GridHead<Row>({ columns, tracks, sort, onSort }: GridHeadProps<Row>) {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 flex-none">
      {/* biome-ignore lint/a11y/useFocusableInteractive: focus lies on the grid, which names its active row. */}
      <div role="row" aria-rowindex={1} className="grid-row grid-head" style={{ gridTemplateColumns: tracks }}>
        {columns.map((column) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the button inside has the focus where it sorts.
          <div
            key={column.id}
            role="columnheader"
            aria-sort={sortOfHead(column, sort)}
            className={alignClass(column.align)}
          >
            <HeadWords column={column} sort={sort} onSort={onSort} />
          </div>
        ))}
      </div>
    </div>
  )
}
