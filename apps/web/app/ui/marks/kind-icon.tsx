import { Icon } from '../icon.tsx'
import { KINDS, kindOf } from './kinds.ts'

interface KindIconProps {
  /** A span's or trace's `operation_kind`. */
  kind: string
  size?: 12 | 14 | 16
  /** The word stands beside it already. */
  silent?: boolean
}

export function KindIcon({ kind, size = 14, silent = false }: KindIconProps) {
  const drawn = kindOf(kind)
  const { icon, word } = KINDS[drawn]
  return (
    <span className={`kind-icon k-${drawn}`} title={silent ? undefined : word}>
      <Icon of={icon} size={size} />
      {!silent && <span className="sr-only">{word}</span>}
    </span>
  )
}
