import { useNavigate } from '@remix-run/react'
import FolderOpen from 'lucide-react/icons/folder-open'
import KeyRound from 'lucide-react/icons/key-round'
import LogOut from 'lucide-react/icons/log-out'
import Plug from 'lucide-react/icons/plug'
import RefreshCw from 'lucide-react/icons/refresh-cw'
import SunMoon from 'lucide-react/icons/sun-moon'
import type { Command } from '~/ui/keyboard/command-store.ts'
import { useCommands } from '~/ui/keyboard/use-commands.ts'
import { THEMES } from '~/ui/theme/theme.ts'
import { useTheme } from '~/ui/theme/use-theme.ts'
import { addressOf, PLACES, SETTINGS } from './places.ts'
import { signOut } from './sign-out.ts'
import type { ShellData } from './use-project.ts'

/** What can be done on every page: go to its places, change the theme, leave. */
export function useGlobalCommands({ project, projects }: ShellData): void {
  const navigate = useNavigate()
  const [, setTheme] = useTheme()
  const go = (path: string) => () => navigate(addressOf(project.project_id, path))
  const places: Command[] = [...PLACES, SETTINGS].map(({ path, label, icon, key, words }) => ({
    id: `go.${path}`,
    label,
    section: 'Go to',
    keys: `g ${key}`,
    icon,
    words,
    run: go(path),
  }))
  const others = projects.filter(({ project_id }) => project_id !== project.project_id)
  useCommands([
    ...places,
    {
      id: 'go.keys',
      label: 'Project keys',
      section: 'Go to',
      icon: KeyRound,
      words: 'api secret',
      run: go('settings/keys'),
    },
    {
      id: 'go.normalization',
      label: 'Normalization',
      section: 'Go to',
      icon: RefreshCw,
      words: 'rules read again dry run version',
      run: go('settings/normalization'),
    },
    {
      id: 'go.start',
      label: 'Send spans',
      section: 'Go to',
      icon: Plug,
      words: 'snippet curl python node',
      run: go('start'),
    },
    ...others.map(
      ({ project_id, name }): Command => ({
        id: `project.${project_id}`,
        label: `Project ${name}`,
        section: 'Go to',
        icon: FolderOpen,
        run: () => navigate(addressOf(project_id, 'traces')),
      }),
    ),
    ...THEMES.map(
      ({ value, label }): Command => ({
        id: `theme.${value}`,
        label: `Theme: ${label.toLowerCase()}`,
        section: 'Do',
        icon: SunMoon,
        run: () => setTheme(value),
      }),
    ),
    { id: 'sign-out', label: 'Sign out', section: 'Do', icon: LogOut, run: () => void signOut() },
  ])
}
