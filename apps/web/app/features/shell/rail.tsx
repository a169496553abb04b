import { Link, NavLink } from '@remix-run/react'
import CircleUser from 'lucide-react/icons/circle-user'
import { Icon } from '~/ui/icon.tsx'
import { Logo } from '~/ui/marks/logo.tsx'
import { PersonMark } from '~/ui/marks/person-mark.tsx'
import { PersonMenu } from './person-menu.tsx'
import { addressOf, PLACES, type Place, SETTINGS } from './places.ts'
import type { ShellData } from './use-project.ts'

/** The places of a project, at the left of every page; at the foot of it on a phone. */
export function Rail({ shell }: { shell: ShellData }) {
  const { project, person } = shell
  return (
    <nav className="rail" aria-label="Main">
      <Link to={addressOf(project.project_id, 'traces')} className="rail-logo hide-small" aria-label="PyFlare, traces">
        <Logo />
      </Link>
      <div className="rail-places">
        {PLACES.map((place) => (
          <PlaceLink key={place.path} place={place} projectId={project.project_id} />
        ))}
      </div>
      <PlaceLink place={SETTINGS} projectId={project.project_id} />
      <div className="rail-person">
        <PersonMenu
          person={person}
          trigger={
            <button type="button" className="rail-place" aria-label={`${person.name}: theme, sign out`}>
              <span className="hide-small">
                <PersonMark name={person.name} />
              </span>
              <span className="sm:hidden">
                <Icon of={CircleUser} size={16} />
              </span>
              <span className="sm:hidden">You</span>
            </button>
          }
        />
      </div>
    </nav>
  )
}

function PlaceLink({ place, projectId }: { place: Place; projectId: string }) {
  return (
    <NavLink to={addressOf(projectId, place.path)} prefetch="intent" className="rail-place">
      <Icon of={place.icon} size={16} />
      {place.label}
    </NavLink>
  )
}
