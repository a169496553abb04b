import { useSearchParams } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { SpanDetail } from '~/api/rows.ts'
import { JsonViewer } from '~/ui/code/json-viewer.tsx'
import { CopyButton } from '~/ui/controls/copy-button.tsx'
import { Tabs } from '~/ui/controls/tabs.tsx'
import { formatDuration } from '~/ui/format/duration.ts'
import { formatMoney } from '~/ui/format/money.ts'
import { formatInOut } from '~/ui/format/number.ts'
import { type Fact, Facts } from '~/ui/layout/facts.tsx'
import { Note } from '~/ui/layout/note.tsx'
import { Panel } from '~/ui/layout/panel.tsx'
import { Badge } from '~/ui/marks/badge.tsx'
import { KindIcon } from '~/ui/marks/kind-icon.tsx'
import { useSearchPatch } from '~/ui/url/use-search-patch.ts'
import { AttributesTab } from './attributes-tab.tsx'
import { CostTab } from './cost-tab.tsx'
import { DuplicateNote } from './duplicate-note.tsx'
import { EventsTab } from './events-tab.tsx'
import { WhyLabel } from './explain/why-label.tsx'
import { MessagesTab } from './messages-tab.tsx'
import { ScoreList } from './score-list.tsx'
import type { SpanNode } from './span-tree.ts'
import { drawnKind } from './waterfall-rows.ts'

const TABS = ['messages', 'cost', 'attributes', 'events', 'scores', 'json'] as const
type TabId = (typeof TABS)[number]

/** Everything that is known of one span. */
export function SpanPanel({ node, onClose }: { node: SpanNode; onClose: () => void }) {
  const { span } = node
  const [params] = useSearchParams()
  const patch = useSearchPatch()
  const tab = TABS.find((each) => each === params.get('tab')) ?? 'messages'
  const setTab = (next: TabId) => patch({ tab: next === 'messages' ? undefined : next }, { replace: true })
  const attributeCount = Object.keys(span.attributes).length + Object.keys(span.resource_attributes).length
  return (
    <Panel
      label="Span"
      mark={<KindIcon kind={drawnKind(node)} size={16} />}
      title={span.operation_name}
      actions={<CopyButton iconOnly text={span.span_id} label="Copy span id" variant="quiet" />}
      onClose={onClose}
      className="h-full"
    >
      <div className="flex-none px-4 max-sm:px-3 pb-2">
        <Facts dense facts={factsOf(span)} />
        <SpanNotes span={span} />
      </div>
      <Tabs
        label="Of the span"
        active={tab}
        onChange={setTab}
        className="flex-1"
        tabs={[
          {
            id: 'messages',
            label: 'Messages',
            content: (
              <Scroll>
                <MessagesTab span={span} />
              </Scroll>
            ),
          },
          {
            id: 'cost',
            label: 'Cost',
            content: (
              <Scroll>
                <CostTab span={span} />
              </Scroll>
            ),
          },
          {
            id: 'attributes',
            label: 'Attributes',
            count: attributeCount,
            content: (
              <Scroll>
                <AttributesTab span={span} />
              </Scroll>
            ),
          },
          {
            id: 'events',
            label: 'Events',
            count: span.events.length || undefined,
            content: (
              <Scroll>
                <EventsTab span={span} />
              </Scroll>
            ),
          },
          {
            id: 'scores',
            label: 'Scores',
            count: span.evaluations.length || undefined,
            content: (
              <Scroll>
                <ScoresTab span={span} />
              </Scroll>
            ),
          },
          {
            id: 'json',
            label: 'JSON',
            content: (
              <Scroll padded>
                <JsonViewer value={span as never} label="Span" openLevels={1} />
              </Scroll>
            ),
          },
        ]}
      />
    </Panel>
  )
}

function ScoresTab({ span }: { span: SpanDetail }) {
  if (span.evaluations.length === 0)
    return <p className="px-4 max-sm:px-3 py-3 text-12 text-3">Nobody judged this span.</p>
  return <ScoreList evaluations={span.evaluations} />
}

function Scroll({ children, padded = false }: { children: JSX.Element; padded?: boolean }) {
  return (
    <div className={`scroll-thin min-h-0 flex-1 overflow-y-auto ${padded ? 'p-4 max-sm:p-3' : ''}`}>{children}</div>
  )
}

/** What the span is at a glance; the labels say on request where it comes from. */
function factsOf(span: SpanDetail): Fact[] {
  const firstToken = span.time_to_first_token_ns
  const calls = span.input_tokens !== null || span.output_tokens !== null
  const fact = (label: string, value: ReactNode, ...columns: string[]): Fact => ({
    label,
    value,
    head: <WhyLabel label={label} span={span} columns={columns} />,
  })
  return [
    { label: 'Duration', value: formatDuration(span.duration_ms) },
    ...(firstToken === null ? [] : [fact('First token', formatDuration(firstToken / 1e6), 'time_to_first_token_ns')]),
    ...(calls
      ? [
          fact('Tokens', formatInOut(span.input_tokens, span.output_tokens), ...TOKEN_COLUMNS),
          fact('Cost', <Cost span={span} />, ...COST_COLUMNS),
        ]
      : []),
    ...(span.model_id === ''
      ? []
      : [
          fact(
            'Model',
            span.response_model || span.model_id,
            'model_id',
            'model_version',
            'response_model',
            'provider',
          ),
        ]),
    ...(span.output_tokens_per_second === null
      ? []
      : [fact('Output rate', `${Math.round(span.output_tokens_per_second)} tok/s`, 'output_tokens_per_second')]),
    ...(span.session_id === '' ? [] : [fact('Session', <Id text={span.session_id} />, 'session_id')]),
    ...(span.user_id === '' ? [] : [fact('User', <Id text={span.user_id} />, 'user_id')]),
  ]
}

const TOKEN_COLUMNS = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens', 'reasoning_tokens']
const COST_COLUMNS = [
  'cost_reported_nanos',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'model_id',
  'provider',
]

function Id({ text }: { text: string }) {
  return (
    <span className="ell inline-block max-w-[160px] align-bottom" title={text}>
      {text}
    </span>
  )
}

function Cost({ span }: { span: SpanDetail }) {
  if (span.duplicate_of !== null) return <span className="text-3">told elsewhere</span>
  if (span.is_aggregate) return <span className="text-3">in its children</span>
  return (
    <span className="inline-flex items-center gap-1.5">
      {formatMoney(span.cost_usd)}
      {span.cost_source !== '' && <Badge>{span.cost_source}</Badge>}
    </span>
  )
}

function SpanNotes({ span }: { span: SpanDetail }) {
  return (
    <div className="mt-2 flex flex-col gap-2 empty:hidden">
      {span.status === 'error' && (
        <Note tone="error">
          <span className="font-semibold">{span.error_type || 'Failed'}</span>{' '}
          <span className="break-words">{span.error_message || span.status_message}</span>
        </Note>
      )}
      <DuplicateNote span={span} />
      {span.content_redacted && <Note>Some of its content was redacted before it was kept.</Note>}
      {span.content_truncated && <Note>Its content was too long: the middle was left out.</Note>}
      {span.usage_missing && <Note>The client did not say how many tokens this call used, so it has no cost.</Note>}
    </div>
  )
}
