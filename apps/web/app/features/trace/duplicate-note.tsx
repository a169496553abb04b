import { Link, useParams } from '@remix-run/react'
import type { SpanDetail } from '~/api/rows.ts'
import { Note } from '~/ui/layout/note.tsx'

/** Says of a span whose call another span tells of too that it counts nothing, and where the one is that does. */
export function DuplicateNote({ span }: { span: SpanDetail }) {
  const { projectId } = useParams()
  if (span.duplicate_of === null) return null
  const { trace_id, span_id } = span.duplicate_of
  const elsewhere = trace_id !== span.trace_id
  return (
    <Note>
      {elsewhere ? 'A span of another trace' : 'Another span'} tells of the same call, so this one counts nothing.{' '}
      <Link className="link" to={`/p/${projectId}/traces/${trace_id}?span=${span_id}`}>
        {elsewhere ? 'Open that trace' : 'Show that span'}
      </Link>
    </Note>
  )
}
