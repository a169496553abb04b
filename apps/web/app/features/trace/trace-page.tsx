import { useSearchParams } from '@remix-run/react'
import FoldHorizontal from 'lucide-react/icons/fold-horizontal'
import Route from 'lucide-react/icons/route'
import { useMemo } from 'react'
import type { LogRecord, SpanDetail, TraceDetail } from '~/api/rows.ts'
import { Button } from '~/ui/controls/button.tsx'
import { Tabs } from '~/ui/controls/tabs.tsx'
import { formatCount } from '~/ui/format/number.ts'
import { useCommands } from '~/ui/keyboard/use-commands.ts'
import { Note } from '~/ui/layout/note.tsx'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { SpanPanel } from './span-panel.tsx'
import { buildSpanTree } from './span-tree.ts'
import { TraceHeader } from './trace-header.tsx'
import { TraceLogs } from './trace-logs.tsx'
import { countScores, TraceScores } from './trace-scores.tsx'
import { Transcript } from './transcript.tsx'
import { Waterfall } from './waterfall.tsx'

export interface TracePageProps {
  trace: TraceDetail
  spans: SpanDetail[]
  /** The trace has more spans than the page loads. */
  more: boolean
  logs: LogRecord[]
}

type View = 'transcript' | 'waterfall' | 'logs' | 'scores'
const VIEWS: readonly View[] = ['transcript', 'waterfall', 'logs', 'scores']

/** One trace: what it is, what it did, and whatever is known of the span that is selected. */
export function TracePage({ trace, spans, more, logs }: TracePageProps) {
  const [params] = useSearchParams()
  const patch = useSearchPatch()
  const tree = useMemo(() => buildSpanTree(spans), [spans])
  const selectedId = params.get('span') ?? undefined
  const selected = tree.ordered.find(({ span }) => span.span_id === selectedId)
  const view = VIEWS.find((each) => each === params.get('view')) ?? 'waterfall'
  const showPath = params.get('path') !== '0'
  const foldIdle = params.get('idle') !== '0'
  const select = (span: string | undefined) => patch({ span }, { replace: true })
  const setView = (next: View) => patch({ view: next === 'waterfall' ? undefined : next })
  const togglePath = () => patch({ path: showPath ? '0' : undefined }, { replace: true })
  const toggleIdle = () => patch({ idle: foldIdle ? '0' : undefined }, { replace: true })
  useCommands([
    { id: 'trace.transcript', label: 'Show transcript', section: 'Do', keys: 't', run: () => setView('transcript') },
    { id: 'trace.waterfall', label: 'Show waterfall', section: 'Do', keys: 'w', run: () => setView('waterfall') },
    { id: 'trace.path', label: 'Critical path on or off', section: 'Do', keys: 'p', run: togglePath },
    { id: 'trace.idle', label: 'Fold idle time on or off', section: 'Do', keys: 'i', run: toggleIdle },
    {
      id: 'trace.clear',
      label: 'Close span',
      section: 'Move',
      keys: 'escape',
      keyOnly: true,
      run: () => select(undefined),
    },
  ])
  const toggles = (
    <>
      <Button size="small" icon={Route} pressed={showPath} onClick={togglePath}>
        Critical path
      </Button>
      <Button size="small" icon={FoldHorizontal} pressed={foldIdle} onClick={toggleIdle}>
        Fold idle
      </Button>
    </>
  )
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <TraceHeader trace={trace} />
      {more && (
        <Note tone="warn">{`The first ${formatCount(spans.length)} of ${formatCount(trace.span_count)} spans are shown.`}</Note>
      )}
      <div className="relative flex min-h-0 flex-1">
        <Tabs
          label="Views of the trace"
          active={view}
          onChange={setView}
          className="flex-1"
          actions={view === 'waterfall' ? <span className="hide-small inline-flex gap-2">{toggles}</span> : undefined}
          tabs={[
            {
              id: 'transcript',
              label: 'Transcript',
              content: <Transcript tree={tree} selectedId={selectedId} onSelect={select} />,
            },
            {
              id: 'waterfall',
              label: 'Waterfall',
              count: spans.length,
              content: (
                <Waterfall
                  tree={tree}
                  selectedId={selectedId}
                  onSelect={select}
                  showPath={showPath}
                  foldIdle={foldIdle}
                />
              ),
            },
            { id: 'logs', label: 'Logs', count: logs.length, content: <TraceLogs logs={logs} onSelect={select} /> },
            {
              id: 'scores',
              label: 'Scores',
              count: countScores(trace, tree),
              content: <TraceScores trace={trace} tree={tree} onSelect={select} />,
            },
          ]}
        />
        {selected && (
          <div className="w-[clamp(320px,36%,560px)] flex-none max-md:absolute max-md:inset-y-0 max-md:right-0 max-md:z-10 max-sm:inset-x-0 max-sm:top-1/3 max-sm:w-auto max-sm:border-line-2 max-sm:border-t">
            <SpanPanel key={selected.span.span_id} node={selected} onClose={() => select(undefined)} />
          </div>
        )}
      </div>
    </div>
  )
}
