import type { TraceSummary } from '~/api/rows.ts'
import { formatDuration } from '~/ui/format/duration.ts'
import { DASH } from '~/ui/format/glyphs.ts'
import { formatMoney } from '~/ui/format/money.ts'
import { formatInOutCompact } from '~/ui/format/number.ts'
import { formatClock, formatDate, formatMoment, formatMomentMs } from '~/ui/format/time.ts'
import type { Column } from '~/ui/lists/column.ts'
import { KindIcon } from '~/ui/marks/kind-icon.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import { statusOfTrace } from '~/ui/marks/statuses.ts'

/** The columns of the list of traces. A missing value is a dash that says why when the pointer rests on it. */
export function traceColumns(): Column<TraceSummary>[] {
  return [
    {
      id: 'status',
      head: <span className="sr-only">Status</span>,
      width: '36px',
      cell: (trace) => <TraceMark trace={trace} />,
    },
    {
      id: 'start_time',
      head: 'Started',
      width: '112px',
      sortable: true,
      cell: (trace) => <Started at={trace.start_time} />,
    },
    { id: 'name', head: 'Name', width: 'minmax(120px, 1.1fr)', cell: (trace) => <TraceName trace={trace} /> },
    {
      id: 'input',
      head: 'Input',
      width: 'minmax(120px, 2.4fr)',
      cell: (trace) => <Preview text={trace.input_preview} />,
    },
    { id: 'model', head: 'Model', width: 'minmax(90px, 0.8fr)', cell: (trace) => <ModelNames trace={trace} /> },
    {
      id: 'duration',
      head: 'Duration',
      width: '84px',
      align: 'end',
      sortable: true,
      cell: (trace) => formatDuration(trace.duration_ms),
    },
    { id: 'spans', head: 'Spans', width: '56px', align: 'end', cell: (trace) => trace.span_count },
    {
      id: 'tokens',
      head: 'Tokens',
      width: '104px',
      align: 'end',
      sortable: true,
      cell: (trace) => <Tokens trace={trace} />,
    },
    {
      id: 'cost',
      head: 'Cost',
      width: '76px',
      align: 'end',
      sortable: true,
      cell: (trace) => <TraceCost trace={trace} />,
    },
  ]
}

/** Two lines where there is no room for columns. */
export function TraceSmallRow({ trace }: { trace: TraceSummary }) {
  return (
    <div className="flex h-full flex-col justify-center gap-0.5 px-3">
      <div className="flex items-center gap-2">
        <TraceMark trace={trace} />
        <span className="ell flex-1 font-medium">{trace.name}</span>
        <span className="whitespace-nowrap text-3">{formatMoment(trace.start_time)}</span>
        <span className="font-semibold">{formatDuration(trace.duration_ms)}</span>
      </div>
      <div className="flex items-center gap-2 pl-5 text-3">
        <span className="ell flex-1">{trace.input_preview || trace.service_name}</span>
        <TraceCost trace={trace} />
      </div>
    </div>
  )
}

function TraceMark({ trace }: { trace: TraceSummary }) {
  return (
    <span className="pl-4 max-sm:pl-0" title={trace.error_message || undefined}>
      <StatusMark status={statusOfTrace(trace)} />
    </span>
  )
}

function Started({ at }: { at: string }) {
  return (
    <time dateTime={at} title={`${formatMomentMs(at)} UTC`}>
      <span className="text-3">{formatDate(at)}</span> {formatClock(at)}
    </time>
  )
}

function TraceName({ trace }: { trace: TraceSummary }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={`${trace.name}, ${trace.service_name}`}>
      <KindIcon kind={trace.operation_kind} />
      <span className="ell font-medium">{trace.name}</span>
      {!trace.root_seen && <span className="text-3">root missing</span>}
    </span>
  )
}

function Preview({ text }: { text: string }) {
  return text === '' ? (
    <Missing why="The trace carries no input." />
  ) : (
    <span title={text}>{text.replace(/\s+/g, ' ')}</span>
  )
}

function ModelNames({ trace: { model_id, models } }: { trace: TraceSummary }) {
  if (model_id === '') return <Missing why="No model was called." />
  const others = models.length - 1
  return (
    <span title={models.join(', ')}>
      {model_id}
      {others > 0 && <span className="text-3"> +{others}</span>}
    </span>
  )
}

function Tokens({ trace }: { trace: TraceSummary }) {
  if (trace.input_tokens === null && trace.output_tokens === null)
    return <Missing why="No call said how many tokens it used." />
  return <span>{formatInOutCompact(trace.input_tokens, trace.output_tokens)}</span>
}

function TraceCost({ trace }: { trace: TraceSummary }) {
  if (trace.llm_call_count === 0 && trace.cost_usd === null) return <Missing why="No model was called." />
  if (trace.cost_usd === null) return <span className="text-3">unknown</span>
  const partial = trace.cost_status === 'partial'
  return (
    <span
      title={partial ? 'Some calls have no price or no usage.' : undefined}
    >{`${partial ? '≥ ' : ''}${formatMoney(trace.cost_usd)}`}</span>
  )
}

function Missing({ why }: { why: string }) {
  return (
    <span className="text-3" title={why}>
      {DASH}
    </span>
  )
}
