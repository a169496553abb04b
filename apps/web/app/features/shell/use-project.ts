import { useRouteLoaderData } from '@remix-run/react'

/** What every page of a project knows. */
export interface ShellData {
  person: { user_id: string; email: string; name: string }
  projects: readonly ProjectName[]
  project: ProjectName
}

export interface ProjectName {
  project_id: string
  name: string
  organization_name: string
}

/** The id of the route whose loader answers it; the route module stands in `routes/`. */
const PROJECT_ROUTE = 'routes/p.$projectId'

export function useShell(): ShellData {
  const data = useRouteLoaderData(PROJECT_ROUTE) as ShellData | undefined
  if (data === undefined) throw new Error('Only pages below /p/<project> know a project.')
  return data
}

/** The project whose page this is: its id and names. */
export function useProject(): ProjectName {
  return useShell().project
}
