import { Link, type LinkProps } from '@remix-run/react'
import { Icon, type IconShape } from '../icon.tsx'
import { type ButtonLook, buttonClass } from './button-look.ts'

interface ButtonLinkProps extends ButtonLook, Omit<LinkProps, 'className'> {
  icon?: IconShape
}

/** Looks like a button and is a link, because it leads to an address. */
export function ButtonLink({ variant, size, className, icon, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={buttonClass({ variant, size, className })}>
      {icon && <Icon of={icon} />}
      {children}
    </Link>
  )
}
