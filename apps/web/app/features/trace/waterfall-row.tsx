import ChevronDown from 'lucide-react/icons/chevron-down'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { formatDuration } from '~/ui/format/duration.ts'
import { formatMoney } from '~/ui/format/money.ts'
import { formatCompact } from '~/ui/format/number.ts'
import { Icon } from '~/ui/icon.tsx'
import { KindIcon } from '~/ui/marks/kind-icon.tsx'
import { kindOf } from '~/ui/marks/kinds.ts'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import type { SpanNode } from './span-tree.ts'
import type { TimeScale } from './time-scale.ts'
import { drawnKind, spanDetail } from './waterfall-rows.ts'

interface WaterfallRowProps {
  id: string
  node: SpanNode
  top: number
  scale: TimeScale
  folded: boolean
  selected: boolean
  onSelect: () => void
  onFold: () => void
}

const LABEL_BEFORE = 86
const LABEL_ROOM = 14

/** One span: where it stands in the tree, what it used, and when it worked. */
export function WaterfallRow({ id, node, top, scale, folded, selected, onSelect, onFold }: WaterfallRowProps) {
  const { span, children } = node
  const own = children.length === 0
  const failed = span.status === 'error'
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys, and names this row as its active one.
    // biome-ignore lint/a11y/useFocusableInteractive: focus lies on the tree.
    <div
      id={id}
      role="row"
      aria-level={node.depth + 1}
      aria-expanded={own ? undefined : !folded}
      aria-selected={selected}
      className="wf-row wf-grid"
      style={{ top }}
      onClick={onSelect}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: focus lies on the tree. */}
      <div role="gridcell" className="wf-name">
        {Array.from({ length: Math.min(node.depth, 24) }, (_, depth) => (
          <span key={depth} className="wf-guide" />
        ))}
        <Caret own={own} folded={folded} onFold={onFold} />
        <KindIcon kind={drawnKind(node)} />
        <span className="ell font-medium" title={span.operation_name}>
          {span.operation_name}
        </span>
        {failed && <StatusMark status="error" />}
        {span.duplicate_of !== null && <span className="text-3">told twice</span>}
        {node.detached === 'missing parent' && <span className="text-3">parent missing</span>}
        {node.detached === 'ring' && <span className="text-3">parents in a ring</span>}
        <span className="wf-sub ell">{folded ? `${children.length} beneath` : spanDetail(node)}</span>
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: focus lies on the tree. */}
      <div role="gridcell" className="num wf-tokens" data-sum={own ? undefined : true}>
        {node.totalTokens === undefined ? '' : formatCompact(node.totalTokens)}
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: focus lies on the tree. */}
      <div role="gridcell" className="num" data-sum={own ? undefined : true}>
        {node.costUsd === undefined ? '' : formatMoney(node.costUsd)}
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: focus lies on the tree. */}
      <div role="gridcell" className="wf-time">
        <Bar node={node} scale={scale} />
      </div>
    </div>
  )
}

function Caret({ own, folded, onFold }: { own: boolean; folded: boolean; onFold: () => void }) {
  if (own) return <span className="wf-caret" />
  return (
    <button
      type="button"
      tabIndex={-1}
      className="wf-caret"
      aria-label={folded ? 'Open' : 'Fold'}
      onClick={(event) => {
        event.stopPropagation()
        onFold()
      }}
    >
      <Icon of={folded ? ChevronRight : ChevronDown} size={12} />
    </button>
  )
}

function Bar({ node, scale }: { node: SpanNode; scale: TimeScale }) {
  const { span, startMs, endMs, children } = node
  const from = scale.percent(startMs)
  const to = scale.percent(endMs)
  const firstTokenMs = span.time_to_first_token_ns === null ? undefined : span.time_to_first_token_ns / 1e6
  const waited =
    firstTokenMs === undefined || to <= from ? 0 : (100 * (scale.percent(startMs + firstTokenMs) - from)) / (to - from)
  const before = to > LABEL_BEFORE
  return (
    <>
      <span
        className={`wf-bar k-${kindOf(drawnKind(node))}`}
        data-container={children.length > 0 || undefined}
        data-failed={span.status === 'error' || undefined}
        style={{ left: `${from}%`, width: `${Math.max(to - from, 0.3)}%` }}
      >
        {waited > 0 && children.length === 0 && (
          <span className="wf-wait" style={{ width: `${Math.min(waited, 100)}%` }} />
        )}
      </span>
      {(!before || from > LABEL_ROOM) && (
        <span className="wf-label" data-before={before || undefined} style={{ left: `${before ? from : to}%` }}>
          {formatDuration(span.duration_ms)}
        </span>
      )}
    </>
  )
}
