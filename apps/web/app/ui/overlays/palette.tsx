import Search from 'lucide-react/icons/search'
import { Dialog } from 'radix-ui'
import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Kbd } from '../controls/kbd.tsx'
import { Icon, type IconShape } from '../icon.tsx'
import { type PaletteEntry, searchEntries } from './palette-search.ts'

export interface PaletteItem extends PaletteEntry {
  icon?: IconShape
  /** Instead of an icon: a kind of span, a status. */
  mark?: ReactNode
  /** Lighter, after the name. */
  detail?: string
  keys?: string
  run: () => void
}

interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  items: readonly PaletteItem[]
  placeholder?: string
  /** Called while typing, for what is looked up elsewhere. */
  onQuery?: (query: string) => void
}

export function Palette({ open, onOpenChange, ...rest }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog palette" aria-describedby={undefined}>
          <Dialog.Title className="sr-only">Find anything</Dialog.Title>
          <PaletteBody {...rest} close={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type BodyProps = Omit<PaletteProps, 'open' | 'onOpenChange'> & { close: () => void }

function PaletteBody({ items, placeholder = 'Find a place or an action', onQuery, close }: BodyProps) {
  const listId = useId()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const found = searchEntries(items, query)
  const at = Math.min(active, found.length - 1)
  const take = (item: PaletteItem | undefined) => {
    if (item === undefined) return
    close()
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') take(found[at])
    else if (step !== undefined && found.length > 0) setActive((at + step + found.length) % found.length)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className="palette-field">
        <Icon of={Search} className="text-3" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found[at] && `${listId}-${found[at].id}`}
          aria-label="Find anything"
          placeholder={placeholder}
          value={query}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
            onQuery?.(event.target.value)
          }}
        />
      </div>
      <PaletteList id={listId} items={found} at={at} onTake={take} onPoint={setActive} />
      {found.length === 0 && <p className="px-3 pb-4 text-12 text-2">Nothing is called “{query}”.</p>}
    </>
  )
}

interface ListProps {
  id: string
  items: readonly PaletteItem[]
  at: number
  onTake: (item: PaletteItem) => void
  onPoint: (index: number) => void
}

function PaletteList({ id, items, at, onTake, onPoint }: ListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelectorAll('[role="option"]')[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <div id={id} ref={list} role="listbox" aria-label="Places and actions" className="palette-list">
      {items.map((item, index) => (
        <Fragment key={item.id}>
          {item.section !== items[index - 1]?.section && (
            <div role="presentation" className="menu-head">
              {item.section}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys, as a combobox does. */}
          <div
            id={`${id}-${item.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className="menu-item"
            onClick={() => onTake(item)}
            onMouseMove={() => index !== at && onPoint(index)}
          >
            {item.mark ?? (item.icon && <Icon of={item.icon} className="text-3" />)}
            <span className="ell font-medium">{item.label}</span>
            <span className="ell flex-1 text-3">{item.detail}</span>
            {item.keys && <Kbd keys={item.keys} />}
          </div>
        </Fragment>
      ))}
    </div>
  )
}
