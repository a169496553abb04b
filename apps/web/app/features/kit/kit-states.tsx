import { Button } from '~/ui/controls/button.tsx'
import { ListState } from '~/ui/lists/list-state.tsx'
import { KitBlock } from './kit-block.tsx'

const actions = (primary: string, quiet?: string) => (
  <>
    <Button variant="primary">{primary}</Button>
    {quiet && <Button variant="quiet">{quiet}</Button>}
  </>
)

export function KitStates() {
  return (
    <KitBlock title="Five states of a list" detail="never, not now, filtered out, failed, not allowed" wide>
      <div className="kit-states">
        <ListState
          kind="never"
          title="No span has ever arrived"
          reason="Point an OpenTelemetry exporter at this project."
          actions={actions('Show the four lines')}
        />
        <ListState
          kind="none_in_range"
          title="Nothing in the last 24 h"
          reason="The newest trace ended 3 d ago, 21 Nov 10:48 UTC."
          actions={actions('Go to 21 Nov', 'All time')}
        />
        <ListState
          kind="filtered_out"
          title="192 traces, none matches"
          reason={
            <>
              Without <span className="mono-s">status:error</span> there are 41.
            </>
          }
          actions={actions('Drop that filter', 'Clear all')}
        />
        <ListState
          kind="failed"
          title="Facets did not load"
          reason="The list below is complete; counts timed out after 5 s."
          actions={actions('Try again', 'Copy details')}
        />
        <ListState
          kind="not_allowed"
          title="You may not read prompts"
          reason="Your role Viewer sees durations and costs. Ann Lindqvist can change that."
        />
      </div>
    </KitBlock>
  )
}
