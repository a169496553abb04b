import { Link } from '@remix-run/react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '~/api/client.tsx'
import { addressOf, useProject } from '~/features/shell/index.ts'
import { Note } from '~/ui/layout/note.tsx'
import { lostWords } from './lost-words.ts'

const EVERY_MS = 30_000

/** A line where something of the last hour was not kept: what a list shows is not all there is. */
export function LostNote() {
  const { project_id } = useProject()
  const { data } = useQuery({
    ...useApi().ingestion.lost.queryOptions({ project_id }),
    refetchInterval: EVERY_MS,
    refetchIntervalInBackground: false,
  })
  const words = data === undefined ? undefined : lostWords(data)
  if (words === undefined) return null
  return (
    <Note
      tone="warn"
      className="mx-4 my-2 max-sm:mx-3"
      action={
        <Link className="link" to={addressOf(project_id, 'ingest')}>
          See what and why
        </Link>
      }
    >
      {words}
    </Note>
  )
}
