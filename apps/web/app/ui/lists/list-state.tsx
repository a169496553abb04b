import CalendarRange from 'lucide-react/icons/calendar-range'
import Inbox from 'lucide-react/icons/inbox'
import ListFilter from 'lucide-react/icons/list-filter'
import Lock from 'lucide-react/icons/lock'
import Unplug from 'lucide-react/icons/unplug'
import type { ReactNode } from 'react'
import { Icon, type IconShape } from '../icon.tsx'

/** Why a list shows no rows: each is a state of its own, with its own way on. */
export type ListStateKind = 'never' | 'none_in_range' | 'filtered_out' | 'failed' | 'not_allowed'

interface ListStateProps {
  kind: ListStateKind
  /** One sentence without a full stop: "No span has ever arrived". */
  title: string
  /** Why, with the numbers. */
  reason?: ReactNode
  /** One primary button, then quiet ones. */
  actions?: ReactNode
  /** Level of the title's heading: 1 where it stands in a page's place. */
  level?: 1 | 2 | 3
  className?: string
}

const ICONS: Record<ListStateKind, IconShape> = {
  never: Inbox,
  none_in_range: CalendarRange,
  filtered_out: ListFilter,
  failed: Unplug,
  not_allowed: Lock,
}

export function ListState({ kind, title, reason, actions, level = 3, className = '' }: ListStateProps) {
  const Heading = `h${level}` as const
  return (
    <div className={`list-state ${className}`} role={kind === 'failed' ? 'alert' : undefined}>
      <Icon of={ICONS[kind]} size={16} className="text-3" />
      <Heading className="mt-2 mb-0.5 font-semibold text-13">{title}</Heading>
      {reason && <div className="text-12 text-2">{reason}</div>}
      {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
