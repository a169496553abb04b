import { useEffect, useRef } from 'react'
import { type Command, commandStore } from './command-store.ts'

/**
 * Offers commands while a component is on the page. They may be made anew at every render: what they run is always the
 * newest, and they are registered again only when their names or keys change.
 */
export function useCommands(commands: readonly Command[]): void {
  const newest = useRef(commands)
  newest.current = commands
  const shape = commands
    .map(({ id, label, section, keys, keyOnly }) => [id, label, section, keys, keyOnly].join('\u0000'))
    .join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the commands run is read when they run.
  useEffect(
    () =>
      commandStore.register(
        newest.current.map((command, index) => ({ ...command, run: () => newest.current[index]?.run() })),
      ),
    [shape],
  )
}
