import type { Evaluation, TraceDetail } from '~/api/rows.ts'
import { KindIcon } from '~/ui/marks/kind-icon.tsx'
import { ScoreList } from './score-list.tsx'
import type { SpanTree } from './span-tree.ts'
import { drawnKind } from './waterfall-rows.ts'

interface TraceScoresProps {
  trace: TraceDetail
  tree: SpanTree
  onSelect: (spanId: string) => void
}

/** Everything that was judged of a trace: itself, its session, and its spans in the order in which they ran. */
export function TraceScores({ trace, tree, onSelect }: TraceScoresProps) {
  const [ofTrace, ofSession] = splitBySession(trace.evaluations)
  const judged = tree.ordered.filter(({ span }) => span.evaluations.length > 0)
  if (trace.evaluations.length + judged.length === 0)
    return (
      <p className="px-4 max-sm:px-3 py-3 text-12 text-3">
        Nobody judged this trace. Scores arrive with telemetry: as events and log records named
        gen_ai.evaluation.result, or as annotations of spans.
      </p>
    )
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">
      {ofTrace.length > 0 && <Group title="The trace" evaluations={ofTrace} />}
      {ofSession.length > 0 && <Group title={`Its session, ${trace.session_id}`} evaluations={ofSession} />}
      {judged.map((node) => (
        <section key={node.span.span_id}>
          <h3 className="border-line-1 border-b">
            <button
              type="button"
              className="flex w-full items-center gap-2 px-4 max-sm:px-3 py-1.5 text-left text-12 hover:bg-hover"
              onClick={() => onSelect(node.span.span_id)}
            >
              <KindIcon kind={drawnKind(node)} size={14} />
              <span className="ell">{node.span.operation_name}</span>
            </button>
          </h3>
          <ScoreList evaluations={node.span.evaluations} />
        </section>
      ))}
    </div>
  )
}

function Group({ title, evaluations }: { title: string; evaluations: readonly Evaluation[] }) {
  return (
    <section>
      <h3 className="ell border-line-1 border-b px-4 max-sm:px-3 py-1.5 text-12">{title}</h3>
      <ScoreList evaluations={evaluations} />
    </section>
  )
}

function splitBySession(evaluations: readonly Evaluation[]): [Evaluation[], Evaluation[]] {
  const ofTrace = evaluations.filter(({ trace_id }) => trace_id !== null)
  return [ofTrace, evaluations.filter(({ trace_id }) => trace_id === null)]
}

/** How many scores the trace, its session and its spans have. */
export function countScores(trace: TraceDetail, tree: SpanTree): number {
  return tree.ordered.reduce((sum, { span }) => sum + span.evaluations.length, trace.evaluations.length)
}
