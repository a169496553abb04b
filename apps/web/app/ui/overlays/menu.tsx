import Check from 'lucide-react/icons/check'
import { DropdownMenu } from 'radix-ui'
import { Fragment, type ReactNode } from 'react'
import { Kbd } from '../controls/kbd.tsx'
import { Icon, type IconShape } from '../icon.tsx'

export interface MenuItem {
  id: string
  label: ReactNode
  icon?: IconShape
  keys?: string
  onSelect: () => void
  disabled?: boolean
  danger?: boolean
  /** For choices: a tick stands before the chosen one. */
  checked?: boolean
}

export interface MenuGroup {
  id: string
  head?: string
  items: readonly MenuItem[]
}

interface MenuProps {
  /** One button that opens it. */
  trigger: ReactNode
  groups: readonly MenuGroup[]
  align?: 'start' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
}

export function Menu({ trigger, groups, align = 'start', side = 'bottom' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align={align} side={side} sideOffset={4} collisionPadding={8}>
          {groups.map((group, index) => (
            <Fragment key={group.id}>
              {index > 0 && <DropdownMenu.Separator className="menu-rule" />}
              {group.head && <DropdownMenu.Label className="menu-head">{group.head}</DropdownMenu.Label>}
              {group.items.map((item) => (
                <Item key={item.id} item={item} />
              ))}
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ item }: { item: MenuItem }) {
  const content = (
    <>
      {item.icon && <Icon of={item.icon} className="text-3" />}
      <span className="ell flex-1">{item.label}</span>
      {item.keys && <Kbd keys={item.keys} />}
    </>
  )
  if (item.checked !== undefined) {
    return (
      <DropdownMenu.CheckboxItem className="menu-item" checked={item.checked} onSelect={item.onSelect}>
        <span className="w-3.5 flex-none">{item.checked && <Icon of={Check} />}</span>
        {content}
      </DropdownMenu.CheckboxItem>
    )
  }
  return (
    <DropdownMenu.Item
      className={item.danger ? 'menu-item text-error' : 'menu-item'}
      disabled={item.disabled}
      onSelect={item.onSelect}
    >
      {content}
    </DropdownMenu.Item>
  )
}
