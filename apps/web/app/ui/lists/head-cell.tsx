import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import { Icon } from '../icon.tsx'
import type { Column, Sort } from './column.ts'

interface SortableHeadProps {
  column: Pick<Column<never>, 'id' | 'head' | 'sortable'>
  sort?: Sort
  onSort?: (column: string) => void
}

/** The words of a column's head; with a button around them where it sorts. */
export function HeadWords({ column, sort, onSort }: SortableHeadProps) {
  if (!column.sortable || onSort === undefined) return <>{column.head}</>
  const sorted = sort?.column === column.id
  return (
    <button type="button" className="sort-button" onClick={() => onSort(column.id)}>
      {column.head}
      {sorted && <Icon of={sort.direction === 'ascending' ? ArrowUp : ArrowDown} size={12} />}
    </button>
  )
}

export function sortOfHead(column: Pick<Column<never>, 'id' | 'sortable'>, sort: Sort | undefined) {
  if (!column.sortable) return undefined
  return sort?.column === column.id ? sort.direction : 'none'
}
