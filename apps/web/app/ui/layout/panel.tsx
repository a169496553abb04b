import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { IconButton } from '../controls/icon-button.tsx'

interface PanelProps {
  /** Names the region: "Span". */
  label: string
  title: ReactNode
  /** Before the title: a mark. */
  mark?: ReactNode
  actions?: ReactNode
  onClose?: () => void
  className?: string
  children: ReactNode
}

/** What was chosen, beside the list or tree it was chosen from. */
export function Panel({ label, title, mark, actions, onClose, className = '', children }: PanelProps) {
  return (
    <section className={`panel ${className}`} aria-label={label}>
      <header className="panel-head">
        {mark}
        <h2 className="ell flex-1">{title}</h2>
        {actions}
        {onClose && <IconButton icon={X} label="Close" keys="Esc" onClick={onClose} />}
      </header>
      {children}
    </section>
  )
}
