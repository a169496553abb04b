import { useNavigate } from '@remix-run/react'
import LogOut from 'lucide-react/icons/log-out'
import UserRound from 'lucide-react/icons/user-round'
import type { ReactNode } from 'react'
import { Menu } from '~/ui/overlays/menu.tsx'
import { THEMES } from '~/ui/theme/theme.ts'
import { useTheme } from '~/ui/theme/use-theme.ts'
import { addressOf } from './places.ts'
import { signOut } from './sign-out.ts'
import { type ShellData, useProject } from './use-project.ts'

interface PersonMenuProps {
  person: ShellData['person']
  trigger: ReactNode
}

export function PersonMenu({ person, trigger }: PersonMenuProps) {
  const [theme, setTheme] = useTheme()
  const { project_id } = useProject()
  const navigate = useNavigate()
  return (
    <Menu
      trigger={trigger}
      side="right"
      align="end"
      groups={[
        {
          id: 'person',
          head: person.email,
          items: [
            {
              id: 'you',
              label: 'You',
              icon: UserRound,
              onSelect: () => navigate(addressOf(project_id, 'settings/you')),
            },
          ],
        },
        {
          id: 'theme',
          head: 'Theme',
          items: THEMES.map(({ value, label }) => ({
            id: value,
            label,
            checked: theme === value,
            onSelect: () => setTheme(value),
          })),
        },
        { id: 'leave', items: [{ id: 'sign-out', label: 'Sign out', icon: LogOut, onSelect: () => void signOut() }] },
      ]}
    />
  )
}
