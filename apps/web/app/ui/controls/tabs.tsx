import { Tabs as RadixTabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { useCurrentInSight } from '../use-current-in-sight.ts'

export interface Tab<Id extends string> {
  id: Id
  label: string
  /** Shown lighter after the word. */
  count?: number | string
  content: ReactNode
}

interface TabsProps<Id extends string> {
  label: string
  tabs: readonly Tab<Id>[]
  /** Controlled, because the address holds which tab is open. */
  active: Id
  onChange: (id: Id) => void
  className?: string
  /** At the right of the row of tabs. */
  actions?: ReactNode
}

export function Tabs<Id extends string>({ label, tabs, active, onChange, className, actions }: TabsProps<Id>) {
  const list = useCurrentInSight<HTMLDivElement>(active)
  return (
    <RadixTabs.Root
      value={active}
      onValueChange={(id) => onChange(id as Id)}
      className={`flex min-h-0 min-w-0 flex-col ${className ?? ''}`}
    >
      <div className="flex flex-none items-center border-line-1 border-b">
        <RadixTabs.List ref={list} aria-label={label} className="tabs -mb-px min-w-0 flex-1">
          {tabs.map((tab) => (
            <RadixTabs.Trigger key={tab.id} value={tab.id}>
              {tab.label}
              {tab.count !== undefined && <span className="count">{tab.count}</span>}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        {actions && <div className="flex flex-none items-center gap-2 pr-4">{actions}</div>}
      </div>
      {tabs.map((tab) => (
        <RadixTabs.Content key={tab.id} value={tab.id} className="flex min-h-0 min-w-0 flex-1 flex-col" tabIndex={-1}>
          {tab.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  )
}
