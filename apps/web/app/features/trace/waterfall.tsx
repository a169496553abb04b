import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { durationsIn } from '~/ui/charts/value-scale.ts'
import { formatDuration } from '~/ui/format/duration.ts'
import { useCommands } from '~/ui/keyboard/use-commands.ts'
import { useSmall } from '~/ui/lists/use-small.ts'
import { useVirtualRows } from '~/ui/lists/use-virtual-rows.ts'
import { criticalPath } from './critical-path.ts'
import { CriticalPathLine } from './critical-path-line.tsx'
import type { SpanNode, SpanTree } from './span-tree.ts'
import { type TimeScale, timeScale } from './time-scale.ts'
import { WaterfallRow } from './waterfall-row.tsx'
import { visibleRows } from './waterfall-rows.ts'

interface WaterfallProps {
  tree: SpanTree
  selectedId: string | undefined
  onSelect: (spanId: string) => void
  showPath: boolean
  foldIdle: boolean
}

const ROW_HEIGHT = 28
const SMALL_ROW_HEIGHT = 46

/** The tree of spans beside their time: the page's main picture. */
export function Waterfall({ tree, selectedId, onSelect, showPath, foldIdle }: WaterfallProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const region = useRef<HTMLDivElement>(null)
  const small = useSmall()
  const rowHeight = small ? SMALL_ROW_HEIGHT : ROW_HEIGHT
  const rows = useMemo(() => visibleRows(tree, folded), [tree, folded])
  const scale = useMemo(() => timeScale(tree.durationMs, tree.ordered.filter(isWork), foldIdle), [tree, foldIdle])
  const segments = useMemo(() => tree.roots.flatMap(criticalPath), [tree])
  const virtual = useVirtualRows({ region, count: rows.length, rowHeight })
  const selectedIndex = rows.findIndex(({ span }) => span.span_id === selectedId)
  const fold = (node: SpanNode, to?: boolean) => setFolded((before) => withFold(before, node.span.span_id, to))
  const select = (index: number) => {
    const node = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (node === undefined) return
    onSelect(node.span.span_id)
    virtual.scrollTo(rows.indexOf(node))
  }
  useWaterfallKeys({ rows, selectedIndex, select, fold })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    select(selectedIndex + step)
  }
  return (
    <div
      ref={region}
      role="treegrid"
      aria-label="Spans of the trace"
      aria-rowcount={rows.length}
      aria-activedescendant={selectedIndex >= 0 ? `span-row-${selectedIndex}` : undefined}
      tabIndex={0}
      className="waterfall"
      onKeyDown={onKeyDown}
    >
      <WaterfallHead scale={scale} />
      <div className="relative" style={{ height: virtual.height }}>
        <div className="wf-grid pointer-events-none absolute inset-0">
          <div className="wf-time col-start-4" style={{ height: '100%' }}>
            {scale.folds.map((each) => (
              <span key={each.fromMs} className="wf-fold" style={{ left: `${each.at}%`, width: `${each.width}%` }} />
            ))}
            {showPath && (
              <CriticalPathLine
                segments={segments}
                rows={rows}
                scale={scale}
                rowHeight={rowHeight}
                durationMs={tree.durationMs}
              />
            )}
          </div>
        </div>
        {virtual.items.map(({ index, start }) => {
          const node = rows[index]
          if (node === undefined) return null
          return (
            <WaterfallRow
              key={node.span.span_id}
              id={`span-row-${index}`}
              node={node}
              top={start}
              scale={scale}
              folded={folded.has(node.span.span_id)}
              selected={index === selectedIndex}
              onSelect={() => onSelect(node.span.span_id)}
              onFold={() => fold(node)}
            />
          )
        })}
      </div>
    </div>
  )
}

const { formatTick } = durationsIn(1)

function WaterfallHead({ scale }: { scale: TimeScale }) {
  return (
    <div className="wf-head wf-grid" aria-hidden="true">
      <span className="pl-3">Span</span>
      <span className="num">Tokens</span>
      <span className="num">Cost</span>
      <span className="wf-time">
        {scale.ticks.map(({ ms, at }) => (
          <span
            key={ms}
            className="wf-tick"
            style={{
              left: `${at}%`,
              transform: at < 2 ? undefined : at > 97 ? 'translateX(-100%)' : 'translateX(-50%)',
            }}
          >
            {ms === 0 ? '0' : formatTick(ms, scale.stepMs)}
          </span>
        ))}
        {scale.folds.map(({ fromMs, toMs, at, width }) => (
          <span
            key={fromMs}
            className="wf-tick bg-canvas"
            style={{ left: `${at + width / 2}%`, transform: 'translateX(-50%)' }}
          >
            {formatDuration(toMs - fromMs)} idle
          </span>
        ))}
      </span>
    </div>
  )
}

interface KeysOptions {
  rows: readonly SpanNode[]
  selectedIndex: number
  select: (index: number) => void
  fold: (node: SpanNode, to?: boolean) => void
}

function useWaterfallKeys({ rows, selectedIndex, select, fold }: KeysOptions): void {
  const withSelected = (act: (node: SpanNode) => void) => () => {
    const node = rows[selectedIndex]
    if (node !== undefined) act(node)
  }
  const nextFailed = () => {
    const order = [...rows.keys()].map((offset) => (selectedIndex + 1 + offset) % rows.length)
    const index = order.find((each) => rows[each]?.span.status === 'error')
    if (index !== undefined) select(index)
  }
  useCommands([
    {
      id: 'span.next',
      label: 'Next span',
      section: 'Move',
      keys: 'j',
      keyOnly: true,
      run: () => select(selectedIndex + 1),
    },
    {
      id: 'span.previous',
      label: 'Previous span',
      section: 'Move',
      keys: 'k',
      keyOnly: true,
      run: () => select(selectedIndex - 1),
    },
    {
      id: 'span.fold',
      label: 'Fold span',
      section: 'Move',
      keys: 'arrowleft',
      keyOnly: true,
      run: withSelected((node) => fold(node, true)),
    },
    {
      id: 'span.open',
      label: 'Open span',
      section: 'Move',
      keys: 'arrowright',
      keyOnly: true,
      run: withSelected((node) => fold(node, false)),
    },
    { id: 'span.failed', label: 'Next failed span', section: 'Move', keys: 'n', run: nextFailed },
  ])
}

/** Containers wait for what is in them; only spans without children are at work. */
function isWork({ children }: SpanNode): boolean {
  return children.length === 0
}

function withFold(before: ReadonlySet<string>, spanId: string, to: boolean = !before.has(spanId)): ReadonlySet<string> {
  const next = new Set(before)
  if (to) next.add(spanId)
  else next.delete(spanId)
  return next
}
