import { useNavigate } from '@remix-run/react'
import ListTree from 'lucide-react/icons/list-tree'
import { useState } from 'react'
import { printKeys } from '~/ui/keyboard/strokes.ts'
import { useAllCommands } from '~/ui/keyboard/use-all-commands.ts'
import { useMac } from '~/ui/keyboard/use-mac.ts'
import { Palette, type PaletteItem } from '~/ui/overlays/palette.tsx'
import { addressOf } from './places.ts'
import { useProject } from './use-project.ts'

/** Words may always be meant for traces, but what bears them as its name is meant first. */
const SECTIONS = ['Traces', 'Go to', 'Do', 'Move', 'Search']

interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** ⌘K: a trace by its id, words in traces, the places, and all that the page can do. */
export function CommandPalette({ open, onOpenChange }: CommandPaletteProps) {
  const mac = useMac()
  const [query, setQuery] = useState('')
  const commands = useAllCommands()
    .filter(({ keyOnly }) => !keyOnly)
    .map(
      ({ id, label, section, words, icon, keys, run }): PaletteItem => ({
        id,
        label,
        section,
        words,
        icon,
        keys: keys && printKeys(keys.split(/,(?=.)/)[0] ?? '', mac),
        run,
      }),
    )
  const items = [...useTraceItems(query), ...commands].sort(
    (a, b) => SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section),
  )
  return (
    <Palette
      open={open}
      onOpenChange={(next) => {
        setQuery('')
        onOpenChange(next)
      }}
      items={items}
      onQuery={setQuery}
      placeholder="A place, an action, a trace id, or words in traces"
    />
  )
}

function useTraceItems(query: string): PaletteItem[] {
  const navigate = useNavigate()
  const { project_id } = useProject()
  const typed = query.trim()
  if (typed.length < 3) return []
  const item = (section: string, label: string, path: string): PaletteItem => ({
    id: `search.${section}`,
    label,
    section,
    words: typed,
    icon: ListTree,
    run: () => navigate(addressOf(project_id, path)),
  })
  if (/^[0-9a-f]{32}$/i.test(typed))
    return [item('Traces', `Trace ${typed.slice(0, 8)}…`, `traces/${typed.toLowerCase()}`)]
  return [item('Search', `Traces with “${typed}”`, `traces?text=${encodeURIComponent(typed)}`)]
}
