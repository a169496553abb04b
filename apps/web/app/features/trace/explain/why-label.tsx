import { useState } from 'react'
import type { SpanDetail } from '~/api/rows.ts'
import { Button } from '~/ui/controls/button.tsx'
import { Popover } from '~/ui/overlays/popover.tsx'
import { ColumnOrigin } from './column-origin.tsx'
import { type Explaining, useExplanation } from './use-explanation.ts'

interface WhyLabelProps {
  label: string
  span: SpanDetail
  /** The columns that the fact is made of. */
  columns: readonly string[]
}

/** The label of a fact, which says on request where the fact comes from. */
export function WhyLabel({ label, span, columns }: WhyLabelProps) {
  const [open, setOpen] = useState(false)
  const explaining = useExplanation(span, open)
  return (
    <Popover
      label={`Where ${label.toLowerCase()} comes from`}
      align="start"
      gap={22}
      className="w-[360px]"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className="why-label" aria-label={`${label}: where it comes from`}>
          {label}
        </button>
      }
    >
      <Answer explaining={explaining} span={span} columns={columns} />
    </Popover>
  )
}

function Answer({ explaining, span, columns }: { explaining: Explaining } & Omit<WhyLabelProps, 'label'>) {
  const { explanation, failed, retry } = explaining
  if (failed)
    return (
      <div role="alert" className="flex items-center gap-3">
        <span className="flex-1">Where it comes from could not be read.</span>
        <Button size="small" onClick={retry}>
          Try again
        </Button>
      </div>
    )
  if (explanation === undefined) return <p className="text-3">Reading the span again…</p>
  const found = explanation.columns.filter(({ column }) => columns.includes(column))
  if (found.length === 0) return <p className="text-2">The span says nothing of it.</p>
  return (
    <dl className="flex flex-col gap-3">
      {found.map((column) => (
        <div key={column.column} className="flex flex-col gap-0.5">
          <dt className="flex items-baseline gap-2">
            <span className="mono-s text-2">{column.column}</span>
            <span className="min-w-0 break-words font-medium">{column.value === '' ? 'nothing' : column.value}</span>
          </dt>
          <dd>
            <ColumnOrigin column={column} span={span} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
