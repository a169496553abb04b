import { Link, useParams } from '@remix-run/react'
import type { LogRecord } from '~/api/rows.ts'
import { DASH } from '~/ui/format/glyphs.ts'
import { formatClockMs, formatDate } from '~/ui/format/time.ts'
import type { Column } from '~/ui/lists/column.ts'
import { Badge } from '~/ui/marks/badge.tsx'
import { severityWord } from './severity-word.ts'
import { traceAddress } from './trace-address.ts'

export function logColumns(): Column<LogRecord>[] {
  return [
    {
      id: 'time',
      head: <span className="pl-4 max-sm:pl-0">Time</span>,
      width: '152px',
      cell: (log) => <LogTime log={log} />,
    },
    { id: 'severity', head: 'Severity', width: '76px', cell: (log) => <Severity log={log} /> },
    { id: 'service', head: 'Service', width: 'minmax(80px, 150px)', cell: (log) => log.service_name || DASH },
    {
      id: 'body',
      head: 'Body',
      width: 'minmax(0, 1fr)',
      cell: (log) => <span className="mono-s">{log.body || log.event_name}</span>,
    },
    { id: 'trace', head: 'Trace', width: '84px', cell: (log) => <TraceLink log={log} /> },
  ]
}

export function LogSmallRow({ log }: { log: LogRecord }) {
  return (
    <div className="flex h-full flex-col justify-center gap-0.5 px-3">
      <div className="flex items-center gap-2 text-3">
        <Severity log={log} />
        <span className="ell flex-1">{log.service_name}</span>
        <LogTime log={log} />
      </div>
      <div className="mono-s ell">{log.body || log.event_name}</div>
    </div>
  )
}

function LogTime({ log }: { log: LogRecord }) {
  return (
    <time dateTime={log.time} className="pl-4">
      <span className="text-3">{formatDate(log.time)}</span> {formatClockMs(log.time)}
    </time>
  )
}

export function Severity({ log }: { log: LogRecord }) {
  const { severity_number, severity_text } = log
  const tone = severity_number >= 17 ? 'error' : severity_number >= 13 ? 'warn' : 'grey'
  return <Badge tone={tone}>{severity_text || severityWord(severity_number)}</Badge>
}

function TraceLink({ log }: { log: LogRecord }) {
  const { projectId = '' } = useParams()
  const address = traceAddress(projectId, log)
  if (address === undefined) return <span className="text-3">{DASH}</span>
  return (
    <Link className="link mono-s" to={address} onClick={(event) => event.stopPropagation()}>
      {log.trace_id?.slice(0, 8)}
    </Link>
  )
}
