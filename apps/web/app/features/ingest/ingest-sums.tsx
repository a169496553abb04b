import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import type { Ingestion } from '~/api/rows.ts'
import { formatDuration } from '~/ui/format/duration.ts'
import { formatBytes, formatCount, formatCountOf } from '~/ui/format/number.ts'
import { nounOf } from './signals.ts'

/** What was received is what was accepted, rejected and sampled out; beside it, how well it went. */
export function IngestSums({ ingestion }: { ingestion: Ingestion }) {
  const { signal, accepted, rejected, sampled_out, late, set_aside, visible_after_ms, requests, received_bytes } =
    ingestion
  const many = `${nounOf(signal)}s`
  const p99 = visible_after_ms === null ? 'nothing was stored' : `median; p99 ${formatDuration(visible_after_ms.p99)}`
  return (
    <dl className="ingest-sums">
      <Sum label="Received" note={`${many}, in ${formatCountOf(requests, 'request')}, ${formatBytes(received_bytes)}`}>
        {formatCount(accepted + rejected + sampled_out)}
      </Sum>
      <Sign>=</Sign>
      <Sum label="Accepted" note="durable before the answer">
        {formatCount(accepted)}
      </Sum>
      <Sign>+</Sign>
      <Sum label="Rejected" note="told to the sender, with the reason" tone={rejected > 0 ? 'error' : undefined}>
        {formatCount(rejected)}
      </Sum>
      <Sign>+</Sign>
      <Sum label="Sampled out" note="by your own rules">
        {formatCount(sampled_out)}
      </Sum>
      <Sum label="Late" note="of the accepted, by more than 5 min" begins tone={late > 0 ? 'warn' : undefined}>
        {formatCount(late)}
      </Sum>
      <Sum label="Set aside" note="accepted, and could not be stored" tone={set_aside > 0 ? 'error' : undefined}>
        {formatCount(set_aside)}
      </Sum>
      <Sum label="Visible after" note={p99}>
        {visible_after_ms === null ? '–' : formatDuration(visible_after_ms.median)}
      </Sum>
    </dl>
  )
}

interface SumProps {
  label: string
  note: string
  tone?: 'warn' | 'error'
  /** Parted from what stands before it. */
  begins?: boolean
  children: ReactNode
}

function Sum({ label, note, tone, begins, children }: SumProps) {
  return (
    <div className={clsx('ingest-sum', begins && 'ingest-sum-begins')}>
      <dt className="tile-label">{label}</dt>
      <dd className="tile-value" data-tone={tone}>
        {children}
      </dd>
      <dd className="text-11 text-3">{note}</dd>
    </div>
  )
}

function Sign({ children }: { children: string }) {
  return (
    <span className="ingest-sign" aria-hidden="true">
      {children}
    </span>
  )
}
