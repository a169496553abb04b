import { clsx } from 'clsx'
import type { Column, Sort } from './column.ts'
import { HeadWords, sortOfHead } from './head-cell.tsx'

interface TableProps<Row> {
  /** What the rows are; read aloud with the table. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** 32 pixel rows, for settings and short lists. */
  cozy?: boolean
  sort?: Sort
  onSort?: (column: string) => void
}

/** A table of few rows. Long ones are `GridList`s. */
export function Table<Row>({ label, columns, rows, keyOf, cozy, sort, onSort }: TableProps<Row>) {
  const cellClass = ({ align, hideSmall }: Column<Row>) => clsx(align === 'end' && 'num', hideSmall && 'hide-small')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by key.
    <section className="table-region" aria-label={label} tabIndex={0}>
      <table className={clsx('table', cozy && 'table-cozy')}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={cellClass(column)} aria-sort={sortOfHead(column, sort)}>
                <HeadWords column={column} sort={sort} onSort={onSort} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.id} className={cellClass(column)}>
                  {column.cell(row, index)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
