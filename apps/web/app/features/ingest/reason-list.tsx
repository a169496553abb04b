import ChevronRight from 'lucide-react/icons/chevron-right'
import type { Ingestion } from '~/api/rows.ts'
import { CodeBlock } from '~/ui/code/code-block.tsx'
import { formatCountOf } from '~/ui/format/number.ts'
import { formatMoment } from '~/ui/format/time.ts'
import { Icon } from '~/ui/icon.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import { nounOf, type Signal } from './signals.ts'
import { nameOf } from './source-table.tsx'

type Reason = Ingestion['reasons'][number]

interface ReasonListProps {
  reasons: readonly Reason[]
  signal: Signal
  sources: Ingestion['sources']
}

const OUTCOMES = {
  rejected: { mark: { status: 'error', label: 'Rejected' }, word: 'rejected' },
  refused: { mark: { status: 'error', label: 'Refused' }, word: 'refused' },
  repaired: { mark: { status: 'warn', label: 'Mended' }, word: 'mended' },
} as const

/** Why something was not kept, or not as it came; each opens to one of the items. */
export function ReasonList({ reasons, signal, sources }: ReasonListProps) {
  return (
    <ul className="reasons">
      {reasons.map((reason) => (
        <li key={JSON.stringify([reason.outcome, reason.reason, reason.key_id])}>
          <ReasonRow reason={reason} signal={signal} sources={sources} />
        </li>
      ))}
    </ul>
  )
}

function ReasonRow({ reason, signal, sources }: Omit<ReasonListProps, 'reasons'> & { reason: Reason }) {
  const { outcome, items, requests, key_id, last_at, sample } = reason
  const { mark, word } = OUTCOMES[outcome]
  const source = sources.find((each) => each.key_id === key_id)
  const amount = outcome === 'refused' ? formatCountOf(requests, 'request') : formatCountOf(items, nounOf(signal))
  return (
    <details className="reason">
      <summary>
        <Icon of={ChevronRight} size={12} className="reason-caret" />
        <StatusMark {...mark} />
        <span className="font-medium">{sentenceOf(reason.reason)}</span>
        <span className="ell text-2">{nameOf({ key_id, key_name: source?.key_name ?? null })}</span>
        <span className="num">
          {amount} <span className="text-3">{word}</span>
        </span>
        <span className="num text-2 hide-small">{formatMoment(last_at)}</span>
      </summary>
      <div className="reason-sample">
        {sample === '' ? (
          <p className="text-2">
            {outcome === 'refused'
              ? 'What was in the requests was not looked at.'
              : 'Nothing could be read of the items.'}
          </p>
        ) : (
          <CodeBlock code={printed(sample)} language="json" copyLabel="Copy the sample" />
        )}
      </div>
    </details>
  )
}

function sentenceOf(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1)
}

function printed(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2)
  } catch {
    return json
  }
}
