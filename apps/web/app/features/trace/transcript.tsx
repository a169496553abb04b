import { formatDuration } from '~/ui/format/duration.ts'
import { formatMoney } from '~/ui/format/money.ts'
import { formatInOutCompact } from '~/ui/format/number.ts'
import { KindIcon } from '~/ui/marks/kind-icon.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import { Documents } from './documents.tsx'
import { MessageView } from './message-view.tsx'
import { conversationOf, type Message } from './messages.ts'
import type { SpanNode, SpanTree } from './span-tree.ts'
import { drawnKind } from './waterfall-rows.ts'

interface TranscriptProps {
  tree: SpanTree
  selectedId: string | undefined
  onSelect: (spanId: string) => void
}

interface Turn {
  node: SpanNode
  messages: Message[]
}

/** More turns than a person reads in one go would only slow the page. */
const MAX_TURNS = 200

/** The trace as a conversation: what each model call was newly told and answered, tools and retrievals between. */
export function Transcript({ tree, selectedId, onSelect }: TranscriptProps) {
  const turns = turnsOf(tree)
  if (turns.length === 0)
    return (
      <p className="px-4 max-sm:px-3 py-3 text-12 text-3">
        No span of this trace carries messages. The waterfall shows what it did.
      </p>
    )
  return (
    <ol className="scroll-thin min-h-0 flex-1 overflow-y-auto">
      {turns.slice(0, MAX_TURNS).map((turn) => (
        <TurnView
          key={turn.node.span.span_id}
          turn={turn}
          selected={turn.node.span.span_id === selectedId}
          onSelect={onSelect}
        />
      ))}
      {turns.length > MAX_TURNS && (
        <li className="px-4 max-sm:px-3 py-3 text-12 text-3">
          {turns.length - MAX_TURNS} more turns are in the waterfall.
        </li>
      )}
    </ol>
  )
}

function TurnView({
  turn: { node, messages },
  selected,
  onSelect,
}: {
  turn: Turn
  selected: boolean
  onSelect: (spanId: string) => void
}) {
  const { span } = node
  return (
    <li className="turn" data-selected={selected || undefined}>
      <span className="turn-start" title="Since the trace began">
        {formatDuration(node.startMs)}
      </span>
      <div className="turn-content">
        <button type="button" className="turn-head" onClick={() => onSelect(span.span_id)}>
          <KindIcon kind={drawnKind(node)} />
          <span className="ell font-medium">{span.operation_name}</span>
          {span.status === 'error' && <StatusMark status="error" />}
        </button>
        {messages.map((message, index) => (
          <MessageView key={index} message={message} />
        ))}
        <Documents span={span} />
        {span.status === 'error' && (
          <p className="mt-1 font-medium text-12 text-error">{span.error_message || span.error_type}</p>
        )}
      </div>
      <Numbers node={node} />
    </li>
  )
}

/** How long the turn took, and where a model was called, what it used. */
function Numbers({ node: { span } }: { node: SpanNode }) {
  const used = span.input_tokens !== null || span.output_tokens !== null
  return (
    <div className="turn-numbers">
      <span className="text-2">{formatDuration(span.duration_ms)}</span>
      {used && <span>{formatInOutCompact(span.input_tokens, span.output_tokens)}</span>}
      {span.cost_usd !== null && <span>{formatMoney(span.cost_usd)}</span>}
    </div>
  )
}

/** Model calls repeat the conversation so far: of each, only what no earlier call has said. */
export function turnsOf(tree: SpanTree): Turn[] {
  const said = new Set<string>()
  const called = new Set<string>()
  return tree.ordered.flatMap((node): Turn[] => {
    const { span } = node
    if (span.operation_kind === 'tool') return [{ node, messages: toolMessages(node, called) }]
    if (span.operation_kind === 'retrieval') return [{ node, messages: [] }]
    if (span.inference_type !== 'llm' || span.is_aggregate) return []
    const { input, output } = conversationOf(span)
    const news = [...input, ...output].filter((message) => {
      const key = JSON.stringify([message.role, message.parts])
      return !said.has(key) && said.add(key)
    })
    for (const part of news.flatMap(({ parts }) => parts))
      if (part.type === 'tool_call') called.add(callKey(part.name, part.arguments))
    return [{ node, messages: news }]
  })
}

/** A call that the model was just seen to make is not shown again: only what came of it. */
function toolMessages({ span }: SpanNode, called: ReadonlySet<string>): Message[] {
  const call = { type: 'tool_call' as const, id: span.tool_call_id, name: span.tool_name, arguments: span.input }
  const result = { type: 'tool_result' as const, id: span.tool_call_id, result: span.output }
  const parts = called.has(callKey(span.tool_name, span.input)) ? [result] : [call, result]
  return [{ role: 'tool', parts, finishReason: '' }]
}

function callKey(name: string, given: unknown): string {
  return JSON.stringify([name, given])
}
