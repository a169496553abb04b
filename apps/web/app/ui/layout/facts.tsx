import type { ReactNode } from 'react'

export interface Fact {
  label: string
  /** In the place of the label's words, where they do something. */
  head?: ReactNode
  value: ReactNode
}

interface FactsProps {
  facts: readonly Fact[]
  /** Stays one line on a phone, and scrolls sideways. */
  oneLine?: boolean
  className?: string
}

/** Labels above values in one line: what a thing is, at a glance. */
export function Facts({ facts, oneLine = false, className = '' }: FactsProps) {
  return (
    <dl className={`facts ${oneLine ? 'facts-line' : ''} ${className}`}>
      {facts.map(({ label, head, value }) => (
        <div key={label}>
          <dt>{head ?? label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
