import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { type Column, type Sort, tracksOf } from './column.ts'
import { GridHead } from './grid-head.tsx'
import { GridRow } from './grid-row.tsx'
import { useRowKeys } from './use-row-keys.ts'
import { useSmall } from './use-small.ts'
import { useVirtualRows } from './use-virtual-rows.ts'

export interface GridListProps<Row> {
  /** What the list is: "Traces". */
  label: string
  /** What a row is: "trace". */
  noun: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** The two lines of a row at 640 pixels and below. */
  small?: (row: Row) => ReactNode
  rowHeight?: number
  smallRowHeight?: number
  sort?: Sort
  onSort?: (column: string) => void
  /** The row that is marked; give both to hold it in the address. */
  activeKey?: string
  onActive?: (row: Row) => void
  /** Enter, or a press. With `onPeek`, a press peeks and a double press opens. */
  onOpen?: (row: Row) => void
  onPeek?: (row: Row) => void
  onClear?: () => void
  /** Rows that have just come in. */
  isNew?: (row: Row) => boolean
  /** How many rows there are in all, where more can be loaded. */
  total?: number
  /** The last rows came into view: load the next page. */
  onNearEnd?: () => void
  /** Below the last row: "loading", "all 815 shown". */
  foot?: ReactNode
}

const SMALL_ROW = 52

/** A long list with fixed row heights: only the rows in view are in the page. */
export function GridList<Row>(props: GridListProps<Row>) {
  const { label, noun, columns, rows, keyOf, small, sort, onSort, onOpen, onPeek, isNew, total, foot } = props
  const isSmall = useSmall() && small !== undefined
  const rowHeight = isSmall ? (props.smallRowHeight ?? SMALL_ROW) : (props.rowHeight ?? 28)
  const region = useRef<HTMLDivElement>(null)
  const virtual = useVirtualRows({ region, count: rows.length, rowHeight, onNearEnd: props.onNearEnd })
  const keys = useRowKeys({ ...props, noun, scrollTo: virtual.scrollTo })
  const tracks = tracksOf(columns)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || event.target !== event.currentTarget) return
    event.preventDefault()
    keys.move(step)
  }
  return (
    <div
      ref={region}
      role="grid"
      aria-label={label}
      aria-rowcount={(total ?? rows.length) + 1}
      aria-colcount={columns.length}
      aria-activedescendant={keys.active >= 0 ? `${noun}-row-${keys.active}` : undefined}
      tabIndex={0}
      className="grid-list"
      onKeyDown={onKeyDown}
    >
      {!isSmall && <GridHead columns={columns} tracks={tracks} sort={sort} onSort={onSort} />}
      <div role="rowgroup" className="relative flex-none" style={{ height: virtual.height }}>
        {virtual.items.map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <GridRow
              key={keyOf(row)}
              id={`${noun}-row-${index}`}
              row={row}
              index={index}
              top={start}
              height={rowHeight}
              columns={columns}
              tracks={tracks}
              small={isSmall ? small : undefined}
              selected={keyOf(row) === keys.activeKey}
              fresh={isNew?.(row) ?? false}
              onPress={() => {
                keys.setActive(row)
                const press = onPeek ?? onOpen
                press?.(row)
              }}
              onDoublePress={onPeek && onOpen ? () => onOpen(row) : undefined}
            />
          )
        })}
      </div>
      {foot}
    </div>
  )
}
