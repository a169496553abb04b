import type { SpanDetail } from '~/api/rows.ts'
import { CodeBlock } from '~/ui/code/code-block.tsx'
import { formatClockMs } from '~/ui/format/time.ts'
import { StatusMark } from '~/ui/marks/status-mark.tsx'

/** What happened within a span, exceptions with their stacks, and its links to other traces. */
export function EventsTab({ span }: { span: SpanDetail }) {
  if (span.events.length === 0 && span.links.length === 0)
    return <p className="px-4 max-sm:px-3 py-3 text-12 text-3">Nothing happened within the span.</p>
  return (
    <>
      {span.events.map((event, index) => (
        <EventView key={index} event={event} />
      ))}
      {span.links.map((link) => (
        <p key={link.span_id} className="mono-s border-line-1 border-b px-4 max-sm:px-3 py-2 text-2">
          link to trace {link.trace_id}, span {link.span_id}
        </p>
      ))}
    </>
  )
}

function EventView({ event }: { event: SpanDetail['events'][number] }) {
  const {
    'exception.stacktrace': stack,
    'exception.type': type,
    'exception.message': message,
    ...rest
  } = event.attributes
  const entries = Object.entries(rest)
  return (
    <div className="border-line-1 border-b px-4 max-sm:px-3 py-2 text-12">
      <p className="flex items-center gap-2">
        <span className="text-3">{formatClockMs(event.time)}</span>
        {type !== undefined && <StatusMark status="error" />}
        <span className="font-semibold">{type ?? event.name}</span>
        <span className="break-words">{message}</span>
      </p>
      {stack !== undefined && <CodeBlock code={stack} copyLabel="Copy stack trace" className="mt-1" />}
      {entries.length > 0 && (
        <dl className="mono-s mt-1">
          {entries.map(([key, value]) => (
            <div key={key} className="flex gap-3">
              <dt className="w-2/5 flex-none text-2">{key}</dt>
              <dd className="min-w-0 flex-1 break-words">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
