import { Link, useParams } from '@remix-run/react'
import ChevronRight from 'lucide-react/icons/chevron-right'
import type { Instrumentation } from '~/api/rows.ts'
import { CodeBlock } from '~/ui/code/code-block.tsx'
import { formatCount, formatPercent } from '~/ui/format/number.ts'
import { Icon } from '~/ui/icon.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import type { Status } from '~/ui/marks/statuses.ts'
import './instrumentation.css'

type Finding = Instrumentation['findings'][number]

const MARKS: Record<Finding['severity'], { status: Status; label: string }> = {
  error: { status: 'error', label: 'Costs are wrong or missing' },
  warn: { status: 'warn', label: 'Something can not be found or compared' },
  info: { status: 'unknown', label: 'Good to know' },
}

/** What is amiss, worst first; each opens to how it is mended. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className="findings">
      {findings.map((finding) => (
        <li key={JSON.stringify([finding.id, finding.service_name, finding.scope_name, finding.scope_version])}>
          <FindingRow finding={finding} />
        </li>
      ))}
    </ul>
  )
}

function FindingRow({ finding }: { finding: Finding }) {
  const { projectId } = useParams()
  const { severity, title, count, of, unit, remedy, columns, beside, example_trace_id } = finding
  return (
    <details className="finding">
      <summary>
        <Icon of={ChevronRight} size={12} className="finding-caret" />
        <StatusMark {...MARKS[severity]} />
        <span className="ell font-medium">{title}</span>
        <span className="finding-where ell">
          {finding.service_name}
          {finding.scope_name !== '' && <span className="mono-s"> {finding.scope_name}</span>}
        </span>
        <span className="num">
          {formatCount(count)}{' '}
          <span className="text-3">
            of {formatCount(of)} {unit}
          </span>
        </span>
        <span className="num finding-share">{formatPercent(count / Math.max(of, 1))}</span>
      </summary>
      <div className="finding-remedy">
        <p>{remedy.text}</p>
        {columns.length > 0 && (
          <p className="text-2">
            They disagree about <span className="mono-s">{columns.join(', ')}</span>.
          </p>
        )}
        {beside.length > 0 && (
          <p className="text-2">
            The telling of <span className="mono-s">{beside.join(', ')}</span> counts.
          </p>
        )}
        {remedy.code !== null && (
          <CodeBlock code={remedy.code} language={remedy.language ?? 'text'} copyLabel="Copy what mends it" />
        )}
        {example_trace_id !== null && (
          <Link className="link" to={`/p/${projectId}/traces/${example_trace_id}`}>
            Open the newest trace that shows it
          </Link>
        )}
      </div>
    </details>
  )
}
