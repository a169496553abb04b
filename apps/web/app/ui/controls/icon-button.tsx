import { type ButtonHTMLAttributes, forwardRef } from 'react'
import { Icon, type IconShape } from '../icon.tsx'
import { Tooltip } from '../overlays/tooltip.tsx'
import { type ButtonLook, buttonClass } from './button-look.ts'

interface IconButtonProps extends ButtonLook, Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  icon: IconShape
  /** Its name: read aloud, and shown when the pointer rests on it. */
  label: string
  /** Shown beside the name: `j`, `⌘K`. */
  keys?: string
  pressed?: boolean
}

export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  { icon, label, keys, variant = 'quiet', size, className, pressed, type = 'button', ...rest },
  ref,
) {
  return (
    <Tooltip text={label} keys={keys}>
      <button
        {...rest}
        ref={ref}
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={buttonClass({ variant, size, className }, true)}
      >
        <Icon of={icon} />
      </button>
    </Tooltip>
  )
})
