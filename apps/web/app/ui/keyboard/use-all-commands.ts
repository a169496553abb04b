import { useSyncExternalStore } from 'react'
import { type Command, commandStore } from './command-store.ts'

const NONE: readonly Command[] = []

/** All that can be done on the page now; of several with one id the nearest. */
export function useAllCommands(): Command[] {
  const commands = useSyncExternalStore(commandStore.subscribe, commandStore.read, () => NONE)
  return [...new Map(commands.map((command) => [command.id, command])).values()]
}
