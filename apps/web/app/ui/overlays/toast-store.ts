import type { ReactNode } from 'react'
import type { Status } from '../marks/statuses.ts'

export interface Toast {
  status?: Status
  /** What happened, to which thing. */
  text: ReactNode
  action?: { label: string; run: () => void }
}

export interface ShownToast extends Toast {
  id: number
}

const SHOWN_MS = 5_000
const MOST_AT_ONCE = 4

let shown: readonly ShownToast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function publish(next: readonly ShownToast[]): void {
  shown = next
  for (const listener of listeners) listener()
}

/** Shows a message at the lower left for five seconds; one that tells of a failure stays until it is closed. */
export function showToast(toast: Toast): number {
  const id = ++lastId
  publish([...shown, { ...toast, id }].slice(-MOST_AT_ONCE))
  if (toast.status !== 'error') setTimeout(() => closeToast(id), SHOWN_MS)
  return id
}

export function closeToast(id: number): void {
  publish(shown.filter((toast) => toast.id !== id))
}

export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: () => shown,
}
