import { useNavigate } from '@remix-run/react'
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down'
import { Icon } from '~/ui/icon.tsx'
import { Menu } from '~/ui/overlays/menu.tsx'
import { addressOf } from './places.ts'
import type { ShellData } from './use-project.ts'

/** The project's name; with several projects, the way to the others. */
export function ProjectSwitcher({ project, projects }: Pick<ShellData, 'project' | 'projects'>) {
  const navigate = useNavigate()
  if (projects.length < 2) return <span className="ell font-semibold">{project.name}</span>
  return (
    <Menu
      trigger={
        <button type="button" className="switcher" aria-label={`Project ${project.name}, switch`}>
          <span className="ell">{project.name}</span>
          <Icon of={ChevronsUpDown} size={12} className="text-3" />
        </button>
      }
      groups={[
        {
          id: 'projects',
          head: project.organization_name,
          items: projects.map((it) => ({
            id: it.project_id,
            label: it.name,
            checked: it.project_id === project.project_id,
            onSelect: () => navigate(addressOf(it.project_id, 'traces')),
          })),
        },
      ]}
    />
  )
}
