import { useParams } from '@remix-run/react'
import { Button } from '~/ui/controls/button.tsx'
import { ButtonLink } from '~/ui/controls/button-link.tsx'
import { ListState } from '~/ui/lists/list-state.tsx'
import { NoneInRange } from '~/ui/time/none-in-range.tsx'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { activeFilters, FILTER_NAMES, FILTER_WORDS, type TraceFilters } from './trace-filters.ts'

interface TraceListStateProps {
  filters: TraceFilters
  /** When the project's oldest and newest trace began; null when none ever arrived. */
  extent: { oldest: string; newest: string } | null
}

/** Why the list is empty, and the way on. */
export function TraceListState({ filters, extent }: TraceListStateProps) {
  const { projectId } = useParams()
  const patch = useSearchPatch()
  const active = activeFilters(filters)
  if (extent === null) {
    return (
      <ListState
        kind="never"
        title="No span has ever arrived"
        reason="Point an OpenTelemetry exporter here and run your app."
        actions={
          <ButtonLink variant="primary" to={`/p/${projectId}/start`}>
            Show how to send one
          </ButtonLink>
        }
      />
    )
  }
  if (active.length > 0) {
    return (
      <ListState
        kind="filtered_out"
        title="No trace matches"
        reason={`Asked for ${active.map(({ name, value }) => `${FILTER_WORDS[name]} ${value}`).join(', ')}.`}
        actions={
          <Button
            variant="primary"
            onClick={() => patch(Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined])))}
          >
            Clear filters
          </Button>
        }
      />
    )
  }
  return <NoneInRange title="No trace in this range" newest={extent.newest} />
}
