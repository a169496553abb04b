import { clsx } from 'clsx'

export interface ButtonLook {
  /** Ink `primary` is for one action of a view; `quiet` has no edge; `danger` destroys something. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  /** 24, 28 or 36 pixels high; more where fingers press. */
  size?: 'small' | 'medium' | 'large'
  className?: string
}

export function buttonClass(
  { variant = 'secondary', size = 'medium', className }: ButtonLook,
  iconOnly = false,
): string {
  return clsx(
    'btn',
    variant !== 'secondary' && `btn-${variant}`,
    size !== 'medium' && `btn-${size}`,
    iconOnly && 'btn-icon',
    className,
  )
}
