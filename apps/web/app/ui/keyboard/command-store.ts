import type { IconShape } from '../icon.tsx'

/** Something a person can do here by key and by name: every one is in `?` when it has keys, and in ⌘K always. */
export interface Command {
  /** Stable and unique on the page: `traces.next`. */
  id: string
  label: string
  section: 'Go to' | 'Do' | 'Move'
  /** `j`, `g t`, `mod+k`, `shift+arrowleft`; several ways are parted by commas: `j,arrowdown`. */
  keys?: string
  icon?: IconShape
  /** More words by which it is found. */
  words?: string
  /** Kept out of ⌘K: moves that mean nothing by name. */
  keyOnly?: boolean
  run: () => void
}

type Registration = { commands: readonly Command[] }

const registrations = new Set<Registration>()
const listeners = new Set<() => void>()
let all: readonly Command[] = []

function refresh(): void {
  all = [...registrations].flatMap(({ commands }) => commands)
  for (const listener of listeners) listener()
}

export const commandStore = {
  /** Commands registered later win a key over earlier ones. Call what comes back to take them away. */
  register(commands: readonly Command[]): () => void {
    const registration = { commands }
    registrations.add(registration)
    refresh()
    return () => {
      registrations.delete(registration)
      refresh()
    }
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: () => all,
}
