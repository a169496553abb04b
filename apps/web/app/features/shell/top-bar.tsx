import { Link } from '@remix-run/react'
import Search from 'lucide-react/icons/search'
import { Fragment, type ReactNode } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { Kbd } from '~/ui/controls/kbd.tsx'
import { printKeys } from '~/ui/keyboard/strokes.ts'
import { useMac } from '~/ui/keyboard/use-mac.ts'
import { Logo } from '~/ui/marks/logo.tsx'
import { Freshness } from './freshness.tsx'
import { addressOf } from './places.ts'
import { ProjectSwitcher } from './project-switcher.tsx'
import { useFind } from './use-find.ts'
import { useShell } from './use-project.ts'

export interface Crumb {
  label: string
  /** Below `/p/<project>/`; the last crumb has none: it is where one is. */
  path?: string
}

interface TopBarProps {
  /** Behind the project: `[{ label: 'Traces', path: 'traces' }, { label: 'resolve_ticket' }]`. */
  crumbs?: readonly Crumb[]
  /** At the right, before Find: time range, actions of the page. */
  children?: ReactNode
}

/** Once, at the top of every page of a project. */
export function TopBar({ crumbs = [], children }: TopBarProps) {
  const { project, projects } = useShell()
  const deep = crumbs.length > 0
  return (
    <header className="top-bar">
      <Link to={addressOf(project.project_id, 'traces')} className="mr-0.5 sm:hidden" aria-label="PyFlare, traces">
        <Logo size={20} />
      </Link>
      <nav className="crumbs" aria-label="You are here">
        <span className="ell hide-small text-2">{project.organization_name}</span>
        <span className="sep hide-small">/</span>
        <span className={deep ? 'hide-small contents' : 'contents'}>
          <ProjectSwitcher project={project} projects={projects} />
        </span>
        {crumbs.map((crumb, index) => (
          <Fragment key={crumb.label}>
            <span className={index === 0 ? 'sep hide-small' : 'sep'}>/</span>
            <CrumbWord crumb={crumb} last={index === crumbs.length - 1} />
          </Fragment>
        ))}
      </nav>
      <span className="flex-1" />
      <Freshness />
      {children}
      <FindButton />
    </header>
  )
}

function CrumbWord({ crumb, last }: { crumb: Crumb; last: boolean }) {
  const { project } = useShell()
  if (crumb.path === undefined || last) {
    return (
      <span className="ell font-semibold" aria-current="page">
        {crumb.label}
      </span>
    )
  }
  return (
    <Link to={addressOf(project.project_id, crumb.path)} className="text-2 hover:text-1">
      {crumb.label}
    </Link>
  )
}

function FindButton() {
  const find = useFind()
  const mac = useMac()
  return (
    <Button variant="quiet" icon={Search} className="find-button hide-small" aria-label="Find anything" onClick={find}>
      <span className="words flex flex-1 items-center justify-between">
        Find anything
        <Kbd keys={printKeys('mod+k', mac)} />
      </span>
    </Button>
  )
}
