import { type ReactNode, useEffect, useState } from 'react'
import { KeyHelp } from '~/ui/keyboard/key-help.tsx'
import { listenToKeys } from '~/ui/keyboard/key-listener.ts'
import { useCommands } from '~/ui/keyboard/use-commands.ts'
import { CommandPalette } from './command-palette.tsx'
import { Rail } from './rail.tsx'
import { FindContext } from './use-find.ts'
import { useGlobalCommands } from './use-global-commands.ts'
import { useShell } from './use-project.ts'

/** Rail, keys, ⌘K and `?` around the pages of a project. */
export function AppShell({ children }: { children: ReactNode }) {
  const shell = useShell()
  const [finding, setFinding] = useState(false)
  const [helping, setHelping] = useState(false)
  useEffect(() => listenToKeys(document), [])
  useGlobalCommands(shell)
  useCommands([
    {
      id: 'find',
      label: 'Find anything',
      section: 'Do',
      keys: 'mod+k',
      keyOnly: true,
      run: () => setFinding(!finding),
    },
    { id: 'keys', label: 'Keys of this page', section: 'Do', keys: '?', run: () => setHelping(true) },
  ])
  return (
    <FindContext.Provider value={() => setFinding(true)}>
      <a href="#main" className="skip-link btn">
        To the content
      </a>
      <div className="app">
        <Rail shell={shell} />
        <main id="main" className="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <CommandPalette open={finding} onOpenChange={setFinding} />
      <KeyHelp open={helping} onOpenChange={setHelping} />
    </FindContext.Provider>
  )
}
