import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: ReactNode
}

/** Labels above values in one line: what a thing is, at a glance. */
export function Facts({ facts, className = '' }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={`facts ${className}`}>
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
