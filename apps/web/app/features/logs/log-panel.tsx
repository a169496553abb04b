import { useParams } from '@remix-run/react'
import type { LogRecord } from '~/api/rows.ts'
import { CodeBlock } from '~/ui/code/code-block.tsx'
import { ButtonLink } from '~/ui/controls/button-link.tsx'
import { formatMomentMs } from '~/ui/format/time.ts'
import { Panel } from '~/ui/layout/panel.tsx'
import { Section } from '~/ui/layout/section.tsx'
import { Severity } from './log-columns.tsx'
import { traceAddress } from './trace-address.ts'

/** A log record in whole. */
export function LogPanel({ log, onClose }: { log: LogRecord; onClose: () => void }) {
  const { projectId = '' } = useParams()
  const trace = traceAddress(projectId, log)
  const facts = { event: log.event_name, trace: log.trace_id ?? '', span: log.span_id ?? '', scope: log.scope_name }
  return (
    <Panel
      label="Log record"
      title={`${formatMomentMs(log.time)} UTC`}
      mark={<Severity log={log} />}
      actions={
        trace && (
          <ButtonLink size="small" to={trace}>
            Open trace
          </ButtonLink>
        )
      }
      onClose={onClose}
      className="h-full"
    >
      <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">
        <Section title="Body">
          <CodeBlock {...shown(log.body)} copyLabel="Copy body" wrap />
        </Section>
        <Group title="Of the record" attributes={facts} />
        <Group title="Attributes" attributes={log.attributes} />
        <Group title="Resource" attributes={log.resource_attributes} />
      </div>
    </Panel>
  )
}

function Group({ title, attributes }: { title: string; attributes: Record<string, string> }) {
  const entries = Object.entries(attributes).filter(([, value]) => value !== '')
  if (entries.length === 0) return null
  return (
    <Section title={title}>
      <dl className="mono-s">
        {entries.map(([key, value]) => (
          <div key={key} className="flex gap-3 py-0.5 max-sm:flex-col max-sm:gap-0">
            <dt className="w-2/5 flex-none break-words text-2 max-sm:w-auto">{key}</dt>
            <dd className="min-w-0 flex-1 whitespace-pre-wrap break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

/** A number in a sentence is no more than the words beside it: only what is JSON is coloured as such. */
function shown(body: string): { code: string; language: 'json' | 'text' } {
  try {
    if (/^\s*[[{]/.test(body)) return { code: JSON.stringify(JSON.parse(body), null, 2), language: 'json' }
  } catch {
    // It only begins like JSON.
  }
  return { code: body, language: 'text' }
}
