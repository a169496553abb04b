import { NavLink, useParams } from '@remix-run/react'
import { addressOf } from '~/features/shell/index.ts'

/** The way between the pages about what comes in. */
export function IngestNav() {
  const { projectId = '' } = useParams()
  return (
    <nav className="tabs ingest-nav" aria-label="Ingest">
      <NavLink to={addressOf(projectId, 'ingest')} end>
        Ledger
      </NavLink>
      <NavLink to={addressOf(projectId, 'ingest/instrumentation')}>Instrumentation</NavLink>
    </nav>
  )
}
