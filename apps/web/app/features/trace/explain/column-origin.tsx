import { Link, useParams } from '@remix-run/react'
import type { SpanDetail, SpanExplanation } from '~/api/rows.ts'

const MAX_SHOWN = 200

export type ExplainedColumn = SpanExplanation['columns'][number]

/** Where one column comes from: the place, what stood there, what else was said, and why. */
export function ColumnOrigin({ column, span }: { column: ExplainedColumn; span: SpanDetail }) {
  const { value, from, raw, others, why, now } = column
  return (
    <div className="flex flex-col gap-0.5 text-11 text-2">
      {from.length > 0 && (
        <span>
          from <Place text={from[0] ?? ''} />
          {from.length > 1 && ` and ${from.length - 1} more`}
          {raw !== '' && raw !== value && (
            <>
              {', which says '}
              <span className="mono-s break-words text-1">{clipped(raw)}</span>
            </>
          )}
        </span>
      )}
      <OtherRecord column={column} span={span} />
      {why.map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
      {others.map((other) => (
        <span key={other.from}>
          <Place text={other.from} /> says <span className="mono-s break-words text-1">{other.value}</span> and comes
          after
        </span>
      ))}
      {now !== null && (
        <span>
          The rules of now read <span className="mono-s break-words text-1">{now === '' ? 'nothing' : now}</span>
        </span>
      )}
    </div>
  )
}

/** As much of a long value as is worth reading beside others. */
export function clipped(value: string): string {
  return value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value
}

function Place({ text }: { text: string }) {
  return <code className="mono-s break-all text-1">{text}</code>
}

function OtherRecord({ column, span }: { column: ExplainedColumn; span: SpanDetail }) {
  const { projectId } = useParams()
  if (column.by !== 'other_span' || column.span_id === null) return null
  return (
    <Link className="link self-start" to={`/p/${projectId}/traces/${span.trace_id}?span=${column.span_id}`}>
      Show that span
    </Link>
  )
}
