import { type ButtonHTMLAttributes, forwardRef, type ReactNode } from 'react'
import { Icon, type IconShape } from '../icon.tsx'
import { type ButtonLook, buttonClass } from './button-look.ts'

interface ButtonProps extends ButtonLook, ButtonHTMLAttributes<HTMLButtonElement> {
  icon?: IconShape
  /** After the words: a caret, a key. */
  trailing?: ReactNode
  /** For buttons that stay down. */
  pressed?: boolean
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant, size, className, icon, trailing, pressed, children, type = 'button', ...rest },
  ref,
) {
  return (
    <button
      {...rest}
      ref={ref}
      type={type}
      aria-pressed={pressed ?? rest['aria-pressed']}
      className={buttonClass({ variant, size, className })}
    >
      {icon && <Icon of={icon} />}
      {children}
      {trailing}
    </button>
  )
})
