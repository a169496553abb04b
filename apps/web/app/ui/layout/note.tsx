import type { ReactNode } from 'react'
import { StatusMark } from '../marks/status-mark.tsx'

interface NoteProps {
  tone?: 'grey' | 'ok' | 'warn' | 'error' | 'info'
  children: ReactNode
  /** At the right: what to do about it. */
  action?: ReactNode
  className?: string
}

/** Something to know about the page as a whole. Failures are read aloud at once. */
export function Note({ tone = 'grey', children, action, className = '' }: NoteProps) {
  const marked = tone === 'ok' || tone === 'warn' || tone === 'error'
  return (
    <div
      className={`note ${tone === 'grey' ? '' : `note-${tone}`} ${className}`}
      role={tone === 'error' ? 'alert' : undefined}
    >
      {marked && <StatusMark status={tone} silent />}
      <div className="min-w-0 flex-1">{children}</div>
      {action && <div className="note-action">{action}</div>}
    </div>
  )
}
