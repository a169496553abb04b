import { Kbd } from '../controls/kbd.tsx'
import { Dialog } from '../overlays/dialog.tsx'
import type { Command } from './command-store.ts'
import { printKeys } from './strokes.ts'
import { useAllCommands } from './use-all-commands.ts'
import { useMac } from './use-mac.ts'

const SECTIONS: Command['section'][] = ['Move', 'Go to', 'Do']

interface KeyHelpProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The keys that work on this page, read from what the page has registered. */
export function KeyHelp({ open, onOpenChange }: KeyHelpProps) {
  const commands = useAllCommands().filter(({ keys }) => keys !== undefined)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      description="Those that work on this page. Single keys sleep while you type."
      wide
    >
      <div className="gap-x-10 sm:columns-2">
        {SECTIONS.map((section) => (
          <KeySection key={section} section={section} commands={commands.filter((it) => it.section === section)} />
        ))}
      </div>
    </Dialog>
  )
}

function KeySection({ section, commands }: { section: string; commands: readonly Command[] }) {
  const mac = useMac()
  if (commands.length === 0) return null
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 text-11 text-3">{section}</h3>
      <dl>
        {commands.map((command) => (
          <div key={command.id} className="flex min-h-7 items-center gap-3 border-line-1 border-b text-12">
            <dt className="min-w-0 flex-1">{command.label}</dt>
            <dd className="flex flex-none gap-2">
              {command.keys?.split(/,(?=.)/).map((keys) => (
                <Kbd key={keys} keys={printKeys(keys, mac)} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
