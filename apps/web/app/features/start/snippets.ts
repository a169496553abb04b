import type { Language } from '~/ui/code/highlight.ts'

export interface SnippetInput {
  /** Base addresses without a path, as `http://127.0.0.1:4318`. */
  otlpHttp: string
  otlpGrpc: string | undefined
  /** A project key, or the words that stand for one. */
  key: string
  service: string
}

export type SnippetId = 'environment' | 'python' | 'node' | 'curl'

export interface Snippet {
  id: SnippetId
  label: string
  /** How to use it, one sentence. */
  hint: string
  blocks: readonly { language: Language; code: string }[]
}

/** What stands in the snippets while no key was made: plainly not one. */
export const KEY_PLACEHOLDER = 'YOUR_PROJECT_KEY'

/** Each is complete: pasted as it stands, it sends what the page waits for. */
export function snippetsOf(input: SnippetInput): Snippet[] {
  return [environment(input), python(input), node(input), curl(input)]
}

function environment({ otlpHttp, otlpGrpc, key, service }: SnippetInput): Snippet {
  const grpc = otlpGrpc === undefined ? '' : `   # or "grpc" with ${otlpGrpc}`
  return {
    id: 'environment',
    label: 'Environment',
    hint: 'For an app that has OpenTelemetry already: any language, any instrumentation.',
    blocks: [
      {
        language: 'shell',
        code: `export OTEL_EXPORTER_OTLP_ENDPOINT="${otlpHttp}"
export OTEL_EXPORTER_OTLP_PROTOCOL="http/protobuf"${grpc}
export OTEL_EXPORTER_OTLP_HEADERS="x-api-key=${key}"
export OTEL_SERVICE_NAME="${service}"`,
      },
    ],
  }
}

function python({ otlpHttp, key, service }: SnippetInput): Snippet {
  return {
    id: 'python',
    label: 'Python',
    hint: 'Save the second block as first_span.py, then run it with python first_span.py.',
    blocks: [
      { language: 'shell', code: 'pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http' },
      {
        language: 'python',
        code: `import json

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider(resource=Resource.create({"service.name": "${service}"}))
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(
    endpoint="${otlpHttp}/v1/traces",
    headers={"x-api-key": "${key}"},
)))

with provider.get_tracer("first-span").start_as_current_span("chat gpt-4.1-mini") as span:
    span.set_attributes({
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4.1-mini",
        "gen_ai.usage.input_tokens": 14,
        "gen_ai.usage.output_tokens": 9,
        "gen_ai.input.messages": json.dumps([
            {"role": "user", "parts": [{"type": "text", "content": "Where is my order?"}]},
        ]),
        "gen_ai.output.messages": json.dumps([
            {"role": "assistant", "parts": [{"type": "text", "content": "It arrives tomorrow."}], "finish_reason": "stop"},
        ]),
    })

provider.shutdown()  # sends what is left`,
      },
    ],
  }
}

function node({ otlpHttp, key, service }: SnippetInput): Snippet {
  return {
    id: 'node',
    label: 'Node',
    hint: 'Save the second block as first-span.mjs, then run it with node first-span.mjs.',
    blocks: [
      {
        language: 'shell',
        code: 'npm install @opentelemetry/sdk-trace-node @opentelemetry/resources @opentelemetry/exporter-trace-otlp-proto',
      },
      {
        language: 'javascript',
        code: `import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

const exporter = new OTLPTraceExporter({
  url: '${otlpHttp}/v1/traces',
  headers: { 'x-api-key': '${key}' },
})
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': '${service}' }),
  spanProcessors: [new BatchSpanProcessor(exporter)],
})

const span = provider.getTracer('first-span').startSpan('chat gpt-4.1-mini')
span.setAttributes({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4.1-mini',
  'gen_ai.usage.input_tokens': 14,
  'gen_ai.usage.output_tokens': 9,
  'gen_ai.input.messages': JSON.stringify([
    { role: 'user', parts: [{ type: 'text', content: 'Where is my order?' }] },
  ]),
  'gen_ai.output.messages': JSON.stringify([
    { role: 'assistant', parts: [{ type: 'text', content: 'It arrives tomorrow.' }], finish_reason: 'stop' },
  ]),
})
span.end()

await provider.shutdown() // sends what is left`,
      },
    ],
  }
}

function curl({ otlpHttp, key, service }: SnippetInput): Snippet {
  return {
    id: 'curl',
    label: 'curl',
    hint: 'Paste it into a shell: it sends one model call with new ids and the time of now.',
    blocks: [{ language: 'shell', code: curlCommand(otlpHttp, key, service) }],
  }
}

/** Reads random bytes with od and the clock with date, so that it runs in any POSIX shell on Linux and macOS alike. */
function curlCommand(otlpHttp: string, key: string, service: string): string {
  return `TRACE_ID=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
SPAN_ID=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \\n')
NOW=$(date +%s)

curl -sS -X POST "${otlpHttp}/v1/traces" \\
  -H "content-type: application/json" \\
  -H "x-api-key: ${key}" \\
  --data-binary @- <<JSON
{
  "resourceSpans": [{
    "resource": {"attributes": [
      {"key": "service.name", "value": {"stringValue": "${service}"}}
    ]},
    "scopeSpans": [{
      "scope": {"name": "first-span"},
      "spans": [{
        "traceId": "$TRACE_ID",
        "spanId": "$SPAN_ID",
        "name": "chat gpt-4.1-mini",
        "kind": 3,
        "startTimeUnixNano": "$((NOW - 1))000000000",
        "endTimeUnixNano": "\${NOW}000000000",
        "attributes": [
${attributeLines()}
        ]
      }]
    }]
  }]
}
JSON`
}

function attributeLines(): string {
  const text = (key: string, value: string) => [key, `{"stringValue": ${JSON.stringify(value)}}`]
  const whole = (key: string, value: number) => [key, `{"intValue": "${value}"}`]
  const input = [{ role: 'user', parts: [{ type: 'text', content: 'Where is my order?' }] }]
  const output = [
    { role: 'assistant', parts: [{ type: 'text', content: 'It arrives tomorrow.' }], finish_reason: 'stop' },
  ]
  return [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.provider.name', 'openai'),
    text('gen_ai.request.model', 'gpt-4.1-mini'),
    whole('gen_ai.usage.input_tokens', 14),
    whole('gen_ai.usage.output_tokens', 9),
    text('gen_ai.input.messages', JSON.stringify(input)),
    text('gen_ai.output.messages', JSON.stringify(output)),
  ]
    .map(([key, value]) => `          {"key": "${key}", "value": ${value}}`)
    .join(',\n')
}
