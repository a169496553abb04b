import Check from 'lucide-react/icons/check'
import type { ReactNode } from 'react'
import { Icon } from '~/ui/icon.tsx'

interface StepProps {
  number: number
  title: string
  done?: boolean
  children: ReactNode
}

export function Step({ number, title, done = false, children }: StepProps) {
  return (
    <section className="step" data-done={done || undefined}>
      <span className="step-number" aria-hidden="true">
        {done ? <Icon of={Check} size={12} /> : number}
      </span>
      <div className="min-w-0">
        <h2>{title}</h2>
        {children}
      </div>
    </section>
  )
}
