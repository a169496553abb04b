import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { alignClass, type Column } from './column.ts'

interface GridRowProps<Row> {
  id: string
  row: Row
  index: number
  top: number
  height: number
  columns: readonly Column<Row>[]
  tracks: string
  small?: (row: Row) => ReactNode
  selected: boolean
  fresh: boolean
  onPress: () => void
  onDoublePress?: () => void
}

export function GridRow<Row>(props: GridRowProps<Row>) {
  const { id, row, index, top, height, columns, tracks, small, selected, fresh, onPress, onDoublePress } = props
  const place = { position: 'absolute', top, left: 0, right: 0, height } as const
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys, and names this row as its active one.
    // biome-ignore lint/a11y/useFocusableInteractive: focus lies on the grid.
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-new={fresh || undefined}
      className={clsx('grid-row', small && 'grid-row-small')}
      style={small ? place : { ...place, gridTemplateColumns: tracks }}
      onClick={onPress}
      onDoubleClick={onDoublePress}
    >
      {small ? (
        // biome-ignore lint/a11y/useFocusableInteractive: focus lies on the grid.
        <div role="gridcell" className="h-full">
          {small(row)}
        </div>
      ) : (
        columns.map((column) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus lies on the grid.
          <div key={column.id} role="gridcell" className={alignClass(column.align)}>
            {column.cell(row, index)}
          </div>
        ))
      )}
    </div>
  )
}
