import type { ReactNode } from 'react'

/** A column of a grid list or a table. */
export interface Column<Row> {
  id: string
  head: ReactNode
  /** A grid track: `72px`, `minmax(0, 1fr)`. Tables ignore it. */
  width?: string
  /** `end` for numbers: they line up on the right. `center` for marks. */
  align?: 'start' | 'end' | 'center'
  /** A press on the head sorts by it. */
  sortable?: boolean
  /** At 640 pixels and less: not there, or on a second line of its row. Tables only; a grid list has its own small row. */
  small?: 'hidden' | 'below'
  cell: (row: Row, index: number) => ReactNode
}

export interface Sort {
  column: string
  direction: 'ascending' | 'descending'
}

export function tracksOf(columns: readonly Column<never>[]): string {
  return columns.map(({ width }) => width ?? 'minmax(0, 1fr)').join(' ')
}

export function alignClass(align: Column<never>['align']): string {
  return { start: 'ell', end: 'num', center: 'text-center' }[align ?? 'start']
}
