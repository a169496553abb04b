import type { LogRecord } from '~/api/rows.ts'
import { formatClockMs } from '~/ui/format/time.ts'
import { Badge } from '~/ui/marks/badge.tsx'

/** The log records of a trace; a press goes to the span that wrote one. */
export function TraceLogs({ logs, onSelect }: { logs: readonly LogRecord[]; onSelect: (spanId: string) => void }) {
  if (logs.length === 0)
    return <p className="px-4 max-sm:px-3 py-3 text-12 text-3">No log record belongs to this trace.</p>
  return (
    <ul className="scroll-thin min-h-0 flex-1 overflow-y-auto">
      {logs.map((log) => (
        <li key={log.id} className="border-line-1 border-b">
          <button
            type="button"
            className="flex w-full items-start gap-3 px-4 max-sm:px-3 py-1.5 text-left text-12 hover:bg-hover"
            onClick={() => log.span_id !== null && onSelect(log.span_id)}
          >
            <span className="flex-none text-3">{formatClockMs(log.time)}</span>
            <Badge tone={log.severity_number >= 17 ? 'error' : log.severity_number >= 13 ? 'warn' : 'grey'}>
              {log.severity_text || 'log'}
            </Badge>
            <span className="mono-s min-w-0 whitespace-pre-wrap break-words">{log.body || log.event_name}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
