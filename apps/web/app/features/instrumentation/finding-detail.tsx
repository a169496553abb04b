import { Link, useParams } from '@remix-run/react'
import { CodeBlock } from '~/ui/code/code-block.tsx'
import { formatCount } from '~/ui/format/number.ts'
import type { Finding } from './group-findings.ts'
import { listWords } from './list-words.ts'

/** What to write to mend a finding, by what each place is written in, and where it was found. */
export function FindingDetail({ places }: { places: readonly Finding[] }) {
  const columns = [...new Set(places.flatMap((place) => place.columns))]
  const beside = [...new Set(places.flatMap((place) => place.beside))]
  return (
    <div className="finding-detail">
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
      {remediesOf(places).map(({ remedy, services }, index, all) => (
        <div key={remedy.text + remedy.code} className="finding-remedy">
          {all.length > 1 && <p className="text-3">For {listWords(services)}</p>}
          {index > 0 && <p>{remedy.text}</p>}
          {remedy.code !== null && (
            <CodeBlock code={remedy.code} language={remedy.language ?? 'text'} copyLabel="Copy what mends it" />
          )}
        </div>
      ))}
      <Places places={places} />
    </div>
  )
}

function Places({ places }: { places: readonly Finding[] }) {
  const { projectId } = useParams()
  return (
    <ul className="finding-places">
      {places.map(({ service_name, scope_version, count, of, unit, example_trace_id }) => (
        <li key={JSON.stringify([service_name, scope_version])}>
          <span className="font-medium">{service_name || 'unnamed'}</span>
          {scope_version !== '' && <span className="text-3">{scope_version}</span>}
          <span className="num">
            {formatCount(count)} <span className="text-3">of {`${formatCount(of)} ${unit}`}</span>
          </span>
          {example_trace_id !== null && (
            <Link className="link" to={`/p/${projectId}/traces/${example_trace_id}`}>
              Newest trace
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The different ways to mend it, with the services that each is for. */
function remediesOf(places: readonly Finding[]): { remedy: Finding['remedy']; services: string[] }[] {
  const byWords = new Map<string, { remedy: Finding['remedy']; services: string[] }>()
  for (const { remedy, service_name } of places) {
    const key = JSON.stringify([remedy.text, remedy.code])
    const known = byWords.get(key) ?? { remedy, services: [] }
    if (!known.services.includes(service_name)) known.services.push(service_name)
    byWords.set(key, known)
  }
  return [...byWords.values()]
}
