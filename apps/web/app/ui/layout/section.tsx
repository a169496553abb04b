import type { ReactNode } from 'react'

interface SectionProps {
  title: string
  /** Lighter, after the title. */
  detail?: ReactNode
  actions?: ReactNode
  className?: string
  children: ReactNode
}

/** A part of a panel, parted from the next by a hairline. */
export function Section({ title, detail, actions, className = '', children }: SectionProps) {
  return (
    <section className={`section ${className}`}>
      <h3>
        {title}
        {detail && <span className="font-normal text-11 text-3">{detail}</span>}
        <span className="flex-1" />
        {actions}
      </h3>
      {children}
    </section>
  )
}
