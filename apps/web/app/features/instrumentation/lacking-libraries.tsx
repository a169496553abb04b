import ChevronRight from 'lucide-react/icons/chevron-right'
import { formatCompact, formatCountOf } from '~/ui/format/number.ts'
import { Icon } from '~/ui/icon.tsx'
import { Badge } from '~/ui/marks/badge.tsx'
import { FindingList } from './finding-list.tsx'
import type { GroupedFindings, LibraryGroup } from './group-findings.ts'
import { listWords } from './list-words.ts'

/** So many libraries are open at once: the worst. */
const MOST_OPEN = 5

/** What each library lacks, the worst library first, and what traces lack; libraries beyond the first few are folded away. */
export function LackingLibraries({ libraries, traces }: GroupedFindings) {
  const rest = libraries.slice(MOST_OPEN)
  return (
    <>
      {libraries.slice(0, MOST_OPEN).map((library) => (
        <LackingLibrary key={library.scopeName} library={library} />
      ))}
      {traces.length > 0 && (
        <section className="finding-library">
          <div className="finding-library-head">
            <h3>Traces</h3>
            <span className="text-2">of all libraries, by the service that they began in</span>
          </div>
          <FindingList label="What traces lack" findings={traces} />
        </section>
      )}
      {rest.length > 0 && (
        <details className="finding-rest">
          <summary>
            <Icon of={ChevronRight} size={12} className="finding-caret" />
            {formatCountOf(rest.length, 'more library', 'more libraries')}
          </summary>
          {rest.map((library) => (
            <LackingLibrary key={library.scopeName} library={library} />
          ))}
        </details>
      )}
    </>
  )
}

function LackingLibrary({ library }: { library: LibraryGroup }) {
  const { scopeName, versions, dialects, services, calls, spans, findings } = library
  const name = scopeName || 'without a name'
  return (
    <section className="finding-library">
      <div className="finding-library-head">
        <h3 className="mono-s wrap-anywhere">{name}</h3>
        {versions.some(Boolean) && <span className="text-3">{listWords(versions.filter(Boolean))}</span>}
        {dialects.map((dialect) => (
          <Badge key={dialect}>{dialect}</Badge>
        ))}
        <span className="text-2">
          {listWords(services)}, {calls > 0 ? `${formatCompact(calls)} calls` : `${formatCompact(spans)} spans`}
        </span>
      </div>
      <FindingList label={`What ${name} lacks`} findings={findings} />
    </section>
  )
}
