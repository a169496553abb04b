import { STATUS_WORDS, type Status } from './statuses.ts'

interface StatusMarkProps {
  status: Status
  /** Read aloud instead of the status' own word. */
  label?: string
  /** The word stands beside it already. */
  silent?: boolean
}

/** Disc, triangle, crossed square, dashed ring: the shapes differ as much as the colours. */
export function StatusMark({ status, label, silent = false }: StatusMarkProps) {
  const name = label ?? STATUS_WORDS[status]
  return (
    <svg
      className="status-mark"
      viewBox="0 0 12 12"
      role={silent ? undefined : 'img'}
      aria-label={silent ? undefined : name}
      aria-hidden={silent || undefined}
    >
      {SHAPES[status]}
    </svg>
  )
}

const SHAPES: Record<Status, JSX.Element> = {
  ok: <circle cx="6" cy="6" r="3" fill="var(--ok)" />,
  warn: <path d="M6 1.6 11 10.4H1Z" fill="var(--warn-mark)" stroke="var(--warn)" strokeWidth=".8" />,
  error: (
    <>
      <rect x="1.5" y="1.5" width="9" height="9" rx="1.5" fill="var(--error)" />
      <path d="m4 4 4 4m0-4-4 4" stroke="var(--surface-canvas)" strokeWidth="1.5" />
    </>
  ),
  unknown: (
    <circle cx="6" cy="6" r="3.2" fill="none" stroke="var(--unknown)" strokeWidth="1.3" strokeDasharray="2 1.4" />
  ),
}
