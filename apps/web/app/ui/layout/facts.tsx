import type { ReactNode } from 'react'

export interface Fact {
  label: string
  /** In the place of the label's words, where they do something. */
  head?: ReactNode
  value: ReactNode
}

/** Labels above values in one line: what a thing is, at a glance. */
export function Facts({ facts, className = '' }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={`facts ${className}`}>
      {facts.map(({ label, head, value }) => (
        <div key={label}>
          <dt>{head ?? label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
