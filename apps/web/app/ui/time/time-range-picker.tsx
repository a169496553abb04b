import { useSearchParams } from '@remix-run/react'
import ChevronDown from 'lucide-react/icons/chevron-down'
import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import Clock from 'lucide-react/icons/clock'
import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { Icon } from '../icon.tsx'
import { useCommands } from '../keyboard/use-commands.ts'
import { Popover } from '../overlays/popover.tsx'
import { useSearchPatch } from '../url/use-search-patch.ts'
import { CustomRangeForm } from './custom-range-form.tsx'
import {
  boundsOf,
  LAST_RANGES,
  labelOfTimeRange,
  parseTimeRange,
  shiftTimeRange,
  type TimeRange,
  timeRangeParams,
} from './time-range.ts'

interface TimeRangePickerProps {
  /** Parameters that mean nothing in another range: a cursor. They are taken out of the address with each change. */
  clears?: readonly string[]
}

/** The range of a page, held in its address; `[` and `]` move it. */
export function TimeRangePicker({ clears = [] }: TimeRangePickerProps) {
  const [params] = useSearchParams()
  const patch = useSearchPatch()
  const [open, setOpen] = useState(false)
  const range = parseTimeRange(params)
  const choose = (next: TimeRange) => {
    setOpen(false)
    patch({ ...Object.fromEntries(clears.map((name) => [name, undefined])), ...timeRangeParams(next) })
  }
  const shift = (direction: -1 | 1) => choose(shiftTimeRange(range, direction, new Date()))
  useCommands([
    { id: 'time.back', label: 'Earlier', section: 'Move', keys: '[', run: () => shift(-1) },
    { id: 'time.forward', label: 'Later', section: 'Move', keys: ']', run: () => shift(1) },
    ...LAST_RANGES.map(({ id, label }) => ({
      id: `time.${id}`,
      label: `Time: ${label.toLowerCase()}`,
      section: 'Do' as const,
      icon: Clock,
      run: () => choose({ kind: 'last', id }),
    })),
  ])
  return (
    <span className="inline-flex items-center">
      <IconButton icon={ChevronLeft} label="Earlier" keys="[" className="hide-small" onClick={() => shift(-1)} />
      <Popover
        label="Time range"
        open={open}
        onOpenChange={setOpen}
        className="w-64 p-1!"
        trigger={
          <Button
            icon={Clock}
            aria-label={`Time range: ${labelOfTimeRange(range)}`}
            trailing={<Icon of={ChevronDown} size={12} className="text-3" />}
          >
            <span className="ell max-sm:max-w-32">{labelOfTimeRange(range)}</span>
          </Button>
        }
      >
        <RangeMenu range={range} onChoose={choose} />
      </Popover>
      <IconButton
        icon={ChevronRight}
        label="Later"
        keys="]"
        className="hide-small"
        disabled={range.kind === 'last'}
        onClick={() => shift(1)}
      />
    </span>
  )
}

function RangeMenu({ range, onChoose }: { range: TimeRange; onChoose: (range: TimeRange) => void }) {
  const now = new Date()
  return (
    <>
      {LAST_RANGES.map(({ id, label }) => {
        const chosen = range.kind === 'last' && range.id === id
        return (
          <button
            key={id}
            type="button"
            aria-pressed={chosen}
            className={`menu-item w-full hover:bg-active ${chosen ? 'bg-active font-medium' : ''}`}
            onClick={() => onChoose({ kind: 'last', id })}
          >
            {label}
          </button>
        )
      })}
      <div className="menu-rule" />
      <CustomRangeForm {...boundsOf(range, now)} onChoose={(from, to) => onChoose({ kind: 'between', from, to })} />
    </>
  )
}
