import ChevronDown from 'lucide-react/icons/chevron-down'
import ChevronRight from 'lucide-react/icons/chevron-right'
import type { CSSProperties, KeyboardEvent } from 'react'
import { CopyButton } from '../controls/copy-button.tsx'
import { Icon } from '../icon.tsx'
import { type JsonLine, type JsonValue, textOf } from './json-tree.ts'
import { Marked } from './marked.tsx'

interface JsonRowProps {
  line: JsonLine
  words: string
  onFlip: () => void
}

export function JsonRow({ line, words, onFlip }: JsonRowProps) {
  const { level, key, value, size, open } = line
  const folds = size !== undefined && size > 0
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || !folds) return
    const flips = event.key === 'Enter' || (event.key === 'ArrowRight' && !open) || (event.key === 'ArrowLeft' && open)
    if (!flips) return
    event.preventDefault()
    onFlip()
  }
  return (
    <div
      role="treeitem"
      tabIndex={0}
      aria-level={level + 1}
      aria-expanded={folds ? open : undefined}
      aria-selected={false}
      className="json-row"
      style={{ '--level': level } as CSSProperties}
      onKeyDown={onKeyDown}
      onClick={folds ? onFlip : undefined}
    >
      <span className="w-3 flex-none pt-0.5 text-3">
        {folds && <Icon of={open ? ChevronDown : ChevronRight} size={12} />}
      </span>
      {key !== undefined && (
        <span className="json-key">
          <Marked text={key} words={words} />
          <span className="json-mute">: </span>
        </span>
      )}
      <span className="min-w-0 flex-1">
        <Value value={value} size={size} open={open} words={words} />
      </span>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the key acts on the button itself. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keeps a press on the button from folding the row. */}
      <span className="copy-value" onClick={(event) => event.stopPropagation()}>
        <CopyButton
          text={() => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))}
          label="Copy value"
          size="small"
          iconOnly
          className="h-4! w-4!"
        />
      </span>
    </div>
  )
}

interface ValueProps {
  value: JsonValue
  size: number | undefined
  open: boolean
  words: string
}

function Value({ value, size, open, words }: ValueProps) {
  if (size !== undefined) {
    const [start, end, one] = Array.isArray(value) ? ['[', ']', 'item'] : ['{', '}', 'field']
    if (size === 0) return <span className="json-mute">{`${start}${end}`}</span>
    return <span className="json-mute">{open ? start : `${start} ${size} ${one}${size === 1 ? '' : 's'} ${end}`}</span>
  }
  const look = typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'other'
  return <span className={`json-${look}`}>{value === '' ? '""' : <Marked text={textOf(value)} words={words} />}</span>
}
