import { CodeBlock } from '~/ui/code/code-block.tsx'
import { JsonViewer } from '~/ui/code/json-viewer.tsx'
import { KitBlock } from './kit-block.tsx'

const SHELL = `# any OpenTelemetry exporter
export OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4318"
curl -sS "$OTEL_EXPORTER_OTLP_ENDPOINT/v1/traces"`

const VALUE = {
  model: 'claude-sonnet-4-5',
  temperature: 0.2,
  stream: true,
  stop: null,
  messages: [
    { role: 'system', content: 'You are the support copilot of Halden Outdoor.' },
    { role: 'user', content: 'I was charged twice for order 84213-07 and the parcel still has not arrived.' },
  ],
  arguments: { order_id: '84213-07', amount: 129, reason: 'duplicate_charge' },
  tags: [],
}

export function KitCode() {
  return (
    <>
      <KitBlock title="Code" detail="copies, scrolls sideways">
        <CodeBlock code={SHELL} language="shell" />
        <CodeBlock className="mt-2" code={JSON.stringify(VALUE.arguments, null, 2)} language="json" />
      </KitBlock>
      <KitBlock title="JSON" detail="folds, finds, copies each value">
        <JsonViewer value={VALUE} label="Request" />
      </KitBlock>
    </>
  )
}
