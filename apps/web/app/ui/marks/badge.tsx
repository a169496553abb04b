import type { ReactNode } from 'react'

interface BadgeProps {
  /** A status' wash and text, grey, or an outline for acknowledgements. */
  tone?: 'ok' | 'warn' | 'error' | 'info' | 'grey' | 'outline'
  title?: string
  children: ReactNode
}

/** A word in a chip. Says something even without its colour. */
export function Badge({ tone = 'grey', title, children }: BadgeProps) {
  return (
    <span className={tone === 'grey' ? 'badge' : `badge badge-${tone}`} title={title}>
      {children}
    </span>
  )
}
