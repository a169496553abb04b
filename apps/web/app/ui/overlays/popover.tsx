import { Popover as RadixPopover } from 'radix-ui'
import type { ReactNode } from 'react'

interface PopoverProps {
  trigger: ReactNode
  label: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
  /** Pixels between the two: more where what stands between them must stay readable. */
  gap?: number
  className?: string
  children: ReactNode
}

/** A small form or explanation beside the button that opens it. */
export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  align = 'end',
  gap = 4,
  className = '',
  children,
}: PopoverProps) {
  return (
    <RadixPopover.Root open={open} onOpenChange={onOpenChange}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          aria-label={label}
          className={`popover ${className}`}
          align={align}
          sideOffset={gap}
          collisionPadding={12}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}
