import type { LucideIcon } from 'lucide-react'

export type IconShape = LucideIcon

interface IconProps {
  of: IconShape
  /** 16 in rails and heads, 14 in controls and rows, 12 for carets. */
  size?: 12 | 14 | 16 | 20
  className?: string
}

/** A decorative icon: the word stands beside it, or the control that holds it has a label. */
export function Icon({ of: Shape, size = 14, className = '' }: IconProps) {
  return (
    <Shape
      aria-hidden="true"
      focusable="false"
      size={size}
      strokeWidth={size === 12 ? 2 : 1.75}
      className={`block flex-none ${className}`}
    />
  )
}
