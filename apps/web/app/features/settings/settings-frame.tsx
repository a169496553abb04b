import { NavLink } from '@remix-run/react'
import type { ReactNode } from 'react'
import { TopBar, useProject } from '~/features/shell/index.ts'
import { useCurrentInSight } from '~/ui/use-current-in-sight.ts'

/** The pages of the settings and the way between them. */
export function SettingsFrame({ here, children }: { here: string; children: ReactNode }) {
  const project = useProject()
  const nav = useCurrentInSight<HTMLElement>(here)
  const base = `/p/${encodeURIComponent(project.project_id)}/settings`
  return (
    <>
      <TopBar crumbs={[{ label: 'Settings', path: 'settings' }, { label: here }]} />
      <div className="settings">
        <nav ref={nav} className="settings-nav" aria-label="Settings">
          <div className="sm:pb-3">
            <h2 className="ell">{project.name}</h2>
            <NavLink to={base} end>
              Retention
            </NavLink>
            <NavLink to={`${base}/keys`}>Project keys</NavLink>
            <NavLink to={`${base}/normalization`}>Normalization</NavLink>
          </div>
          <div>
            <h2>You</h2>
            <NavLink to={`${base}/you`}>Account and theme</NavLink>
          </div>
        </nav>
        <div className="page settings-page">{children}</div>
      </div>
    </>
  )
}
