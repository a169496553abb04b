import X from 'lucide-react/icons/x'
import { Dialog as RadixDialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from '../controls/icon-button.tsx'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** The sentence below the title; also what is read aloud when it opens. */
  description?: ReactNode
  /** At the right of the foot, the one that goes on last. */
  actions?: ReactNode
  wide?: boolean
  children?: ReactNode
}

export function Dialog({ open, onOpenChange, title, description, actions, wide, children }: DialogProps) {
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="scrim" />
        <RadixDialog.Content
          onOpenAutoFocus={actions ? undefined : focusContent}
          className={wide ? 'dialog dialog-wide' : 'dialog'}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="flex items-start gap-2">
            <RadixDialog.Title className="flex-1 font-semibold text-15">{title}</RadixDialog.Title>
            {!actions && (
              <RadixDialog.Close asChild>
                <IconButton icon={X} label="Close" size="small" />
              </RadixDialog.Close>
            )}
          </div>
          {description && (
            <RadixDialog.Description asChild>
              <div className="mt-2 text-13 text-2">{description}</div>
            </RadixDialog.Description>
          )}
          {children && <div className="mt-3">{children}</div>}
          {actions && <div className="mt-4 flex justify-end gap-2">{actions}</div>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}

/** A dialog that only tells something takes the focus itself: its one button would show its tooltip at once. */
function focusContent(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}
