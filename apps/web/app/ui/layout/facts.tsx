import type { ReactNode } from 'react'

export interface Fact {
  label: string
  /** In the place of the label's words, where they do something. */
  head?: ReactNode
  value: ReactNode
}

interface FactsProps {
  facts: readonly Fact[]
  /** On a phone labels stand before their values, to leave room to what is below. */
  dense?: boolean
  className?: string
}

/** Labels above values in one line: what a thing is, at a glance. */
export function Facts({ facts, dense = false, className = '' }: FactsProps) {
  return (
    <dl className={`facts ${dense ? 'facts-dense' : ''} ${className}`}>
      {facts.map(({ label, head, value }) => (
        <div key={label}>
          <dt>{head ?? label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
