import ChevronRight from 'lucide-react/icons/chevron-right'
import { formatCount, formatPercent } from '~/ui/format/number.ts'
import { Icon } from '~/ui/icon.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import type { Status } from '~/ui/marks/statuses.ts'
import { FindingDetail } from './finding-detail.tsx'
import type { FindingGroup } from './group-findings.ts'
import { listWords } from './list-words.ts'

const MARKS: Record<FindingGroup['severity'], { status: Status; label: string }> = {
  error: { status: 'error', label: 'Costs are wrong or missing' },
  warn: { status: 'warn', label: 'Something can not be found or compared' },
  info: { status: 'unknown', label: 'Good to know' },
}

/** What is amiss, worst first, each with a sentence on how to mend it; it opens to where it was found and what to write. */
export function FindingList({ label, findings }: { label: string; findings: readonly FindingGroup[] }) {
  return (
    <ul className="findings" aria-label={label}>
      {findings.map((finding) => (
        <li key={finding.id}>
          <FindingRow finding={finding} />
        </li>
      ))}
    </ul>
  )
}

function FindingRow({ finding }: { finding: FindingGroup }) {
  const { severity, title, count, of, unit, places, versions, services } = finding
  const where = [versions.length > 0 && `in ${listWords(versions)}`, services.length > 0 && `of ${listWords(services)}`]
  return (
    <details className="finding">
      <summary>
        <Icon of={ChevronRight} size={12} className="finding-caret" />
        <StatusMark {...MARKS[severity]} />
        <span className="finding-title">
          <span className="font-medium">{title}</span>
          {where.filter(Boolean).length > 0 && <span className="text-3"> {where.filter(Boolean).join(' ')}</span>}
        </span>
        <span className="num finding-count">
          {formatCount(count)}{' '}
          <span className="text-3">
            of {formatCount(of)} {unit}
          </span>
        </span>
        <span className="num finding-share">{formatPercent(count / Math.max(of, 1))}</span>
        <span className="finding-mend">{places[0]?.remedy.text}</span>
      </summary>
      <FindingDetail places={places} />
    </details>
  )
}
