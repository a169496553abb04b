import type { TraceDetail } from '~/api/rows.ts'
import { CopyButton } from '~/ui/controls/copy-button.tsx'
import { formatDuration } from '~/ui/format/duration.ts'
import { formatMoney } from '~/ui/format/money.ts'
import { formatInOut } from '~/ui/format/number.ts'
import { formatMomentMs } from '~/ui/format/time.ts'
import { type Fact, Facts } from '~/ui/layout/facts.tsx'
import { Badge } from '~/ui/marks/badge.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import { statusOfTrace } from '~/ui/marks/statuses.ts'

/** What the trace is, in one line of name and one of facts. */
export function TraceHeader({ trace }: { trace: TraceDetail }) {
  return (
    <header className="flex-none border-line-1 border-b px-4 max-sm:px-3 py-3 max-sm:px-3">
      <div className="flex flex-wrap items-center gap-2">
        <StatusMark status={statusOfTrace(trace)} />
        <h1 className="ell font-semibold text-18">{trace.name}</h1>
        <span className="flex min-w-0 items-center gap-1">
          <span className="mono-s ell text-3">{trace.trace_id}</span>
          <CopyButton iconOnly text={trace.trace_id} label="Copy trace id" variant="quiet" />
        </span>
        <span className="flex-1" />
        {!trace.root_seen && <Badge tone="warn">root span has not arrived</Badge>}
        {trace.error_count > 0 && (
          <Badge tone={trace.status === 'error' ? 'error' : 'warn'}>
            {trace.error_count === 1 ? '1 failed span' : `${trace.error_count} failed spans`}
          </Badge>
        )}
        {trace.tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      </div>
      <Facts dense facts={factsOf(trace)} className="mt-2" />
    </header>
  )
}

function factsOf(trace: TraceDetail): Fact[] {
  const named: [string, string][] = [
    ['Service', trace.service_name],
    ['User', trace.user_id],
    ['Session', trace.session_id],
    ['Environment', trace.environment],
    ['Release', trace.release],
  ]
  const calls = trace.llm_call_count > 0 || trace.input_tokens !== null
  return [
    { label: 'Duration', value: formatDuration(trace.duration_ms) },
    ...(calls
      ? [{ label: 'Cost', value: `${trace.cost_status === 'partial' ? '≥ ' : ''}${formatMoney(trace.cost_usd)}` }]
      : []),
    ...(calls ? [{ label: 'Tokens', value: formatInOut(trace.input_tokens, trace.output_tokens) }] : []),
    { label: 'Spans', value: trace.span_count },
    { label: 'Started', value: `${formatMomentMs(trace.start_time)} UTC` },
    ...named.flatMap(([label, value]) => (value === '' ? [] : [{ label, value }])),
  ]
}
