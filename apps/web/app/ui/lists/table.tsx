import { clsx } from 'clsx'
import { Fragment } from 'react'
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
  const cellClass = ({ align, small }: Column<Row>) => clsx(align === 'end' && 'num', small && 'hide-small')
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
            <Fragment key={keyOf(row)}>
              <tr>
                {columns.map((column) => (
                  <td key={column.id} className={cellClass(column)}>
                    {column.cell(row, index)}
                  </td>
                ))}
              </tr>
              <SecondLine columns={columns} row={row} index={index} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What a phone has no room for beside the rest of a row. */
function SecondLine<Row>({ columns, row, index }: Pick<TableProps<Row>, 'columns'> & { row: Row; index: number }) {
  const below = columns.filter(({ small }) => small === 'below')
  if (below.length === 0) return null
  return (
    <tr className="second-line">
      <td colSpan={columns.filter(({ small }) => small === undefined).length}>
        <div>
          {below.map(({ id, head, cell }) => (
            <span key={id}>
              <span className="text-3">{head}</span> {cell(row, index)}
            </span>
          ))}
        </div>
      </td>
    </tr>
  )
}
