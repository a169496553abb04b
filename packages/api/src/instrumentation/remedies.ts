import type { FindingId } from './finding-ids.ts'

/** How to mend what a library lacks: a sentence, and what to write where. */
export interface Remedy {
  text: string
  language: 'python' | 'javascript' | 'shell' | null
  code: string | null
}

/** The first whose conditions hold is told; the last of each list has none. */
interface RemedyRule extends Remedy {
  dialects?: readonly string[]
  /** `telemetry.sdk.language` of the library's resource. */
  sdk?: string
}

const JAVASCRIPT = 'nodejs'
const CONTENT_BY_ENVIRONMENT = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true'

const SESSION: readonly RemedyRule[] = [
  python('oi', 'Wrap the request in using_attributes of openinference-instrumentation, with its session and user.', [
    'from openinference.instrumentation import using_attributes',
    '',
    'with using_attributes(session_id=conversation.id, user_id=user.id):',
    '    answer(question)',
  ]),
  python('traceloop', 'Set session and user as association properties at the start of each request.', [
    'from traceloop.sdk import Traceloop',
    '',
    'Traceloop.set_association_properties({"session_id": conversation.id, "user_id": user.id})',
  ]),
  python('langfuse', 'Propagate session and user from the outermost span.', [
    'from langfuse import propagate_attributes',
    '',
    'with propagate_attributes(session_id=conversation.id, user_id=user.id):',
    '    answer(question)',
  ]),
  python('mlflow', 'Set session and user in the metadata of the current trace.', [
    'mlflow.update_current_trace(metadata={',
    '    "mlflow.trace.session": conversation.id,',
    '    "mlflow.trace.user": user.id,',
    '})',
  ]),
  javascript(['aisdk_legacy'], 'Name session and user in the metadata of the call.', [
    'experimental_telemetry: {',
    '  isEnabled: true,',
    '  metadata: { sessionId: conversation.id, userId: user.id },',
    '}',
  ]),
  javascript(undefined, 'Set session and user on the root span of the request; the whole trace has them then.', [
    "import { trace } from '@opentelemetry/api'",
    '',
    "trace.getActiveSpan()?.setAttributes({ 'session.id': conversation.id, 'user.id': user.id })",
  ]),
  python(undefined, 'Set session and user on the root span of the request; the whole trace has them then.', [
    'from opentelemetry import trace',
    '',
    'span = trace.get_current_span()',
    'span.set_attribute("session.id", conversation.id)',
    'span.set_attribute("user.id", user.id)',
  ]),
  words(
    undefined,
    'Set the attributes session.id and user.id on the root span of the request; the whole trace has them then.',
  ),
]

const USAGE: readonly RemedyRule[] = [
  javascript(undefined, 'Ask for the usage of each stream: OpenAI and what speaks like it tell it only then.', [
    'client.chat.completions.create({',
    '  …request,',
    '  stream: true,',
    '  stream_options: { include_usage: true },',
    '})',
  ]),
  python(undefined, 'Ask for the usage of each stream: OpenAI and what speaks like it tell it only then.', [
    'client.chat.completions.create(',
    '    …,',
    '    stream=True,',
    '    stream_options={"include_usage": True},',
    ')',
  ]),
  words(
    undefined,
    'Ask for the usage of each stream with stream_options.include_usage: OpenAI and what speaks like it tell it only then.',
  ),
]

const CONTENT: readonly RemedyRule[] = [
  javascript(['aisdk_legacy'], 'Switch recording on for the call.', [
    'experimental_telemetry: { isEnabled: true, recordInputs: true, recordOutputs: true }',
  ]),
  shell('traceloop', 'Switch content on, where it was switched off.', ['TRACELOOP_TRACE_CONTENT=true']),
  shell('oi', 'Let inputs and outputs be seen, where they were hidden.', [
    'OPENINFERENCE_HIDE_INPUTS=false',
    'OPENINFERENCE_HIDE_OUTPUTS=false',
  ]),
  python('pydantic_ai', 'Include content in the settings of the instrumentation.', [
    'Agent.instrument_all(InstrumentationSettings(include_content=True))',
  ]),
  python('openlit', 'Switch content on where OpenLIT is set up.', ['openlit.init(capture_message_content=True)']),
  words('anthropic_native', 'The SDK of Anthropic never sends messages. Add an instrumentation for it that does.'),
  shell(undefined, 'Instrumentations of OpenTelemetry send no content unless told to.', [CONTENT_BY_ENVIRONMENT]),
]

const RESOURCE_VERSION: readonly RemedyRule[] = [
  shell(undefined, 'Name the release in the resource of the process.', [
    'OTEL_RESOURCE_ATTRIBUTES="service.version=1.4.2,deployment.environment.name=production"',
  ]),
]

/** Every finding has a way on. */
export const REMEDIES: Readonly<Record<FindingId, readonly RemedyRule[]>> = {
  usage_missing_in_streams: USAGE,
  usage_missing: [
    words(undefined, 'The library does not report tokens for these calls. A newer version, or another one, may do so.'),
  ],
  usage_incomplete: [
    words(
      undefined,
      'Only one side of the usage was reported; a newer version of the library may tell both. What is unknown is not counted as zero.',
    ),
  ],
  usage_estimated: [
    words(
      undefined,
      'The library counts tokens itself, so costs are estimates. Let it report the count of the provider, or take one that does.',
    ),
  ],
  counted_once: [
    words(
      undefined,
      'Nothing is counted twice. To send less, switch off one of the instrumentations of the same client.',
    ),
  ],
  no_session: SESSION,
  no_user: SESSION,
  no_model: [
    words(undefined, 'Without a model a call has no price. Set gen_ai.request.model on the span of the call.'),
  ],
  no_price: [
    words(
      undefined,
      'The price list knows none of these models, or the usage is estimated. Report the cost with the call where you know it.',
    ),
  ],
  no_messages: CONTENT,
  no_root: [
    words(
      undefined,
      'The first span of these traces never came. Flush the exporter before the process ends, and send every service of the request here.',
    ),
  ],
  no_release: RESOURCE_VERSION,
  no_environment: RESOURCE_VERSION,
  conflicts: [
    words(
      undefined,
      'Send one of the attributes that disagree. Until then the one that stands first in the table of its column is taken.',
    ),
  ],
  truncated: [
    words(
      undefined,
      'Content beyond the limits of the collector was cut. Send references to large files in place of the files.',
    ),
  ],
}

/** The remedy that fits what a library speaks and runs on. */
export function remedyFor(id: FindingId, dialects: readonly string[], sdkLanguage: string): Remedy {
  const rules = REMEDIES[id]
  const rule =
    rules.find(
      (each) =>
        (each.dialects === undefined || each.dialects.some((dialect) => dialects.includes(dialect))) &&
        (each.sdk === undefined || each.sdk === sdkLanguage),
    ) ?? rules.at(-1)
  return { text: rule?.text ?? '', language: rule?.language ?? null, code: rule?.code ?? null }
}

function python(dialect: string | undefined, text: string, lines: readonly string[]): RemedyRule {
  return { ...(dialect && { dialects: [dialect] }), sdk: 'python', text, language: 'python', code: lines.join('\n') }
}

function javascript(dialects: readonly string[] | undefined, text: string, lines: readonly string[]): RemedyRule {
  return { ...(dialects && { dialects }), sdk: JAVASCRIPT, text, language: 'javascript', code: lines.join('\n') }
}

function shell(dialect: string | undefined, text: string, lines: readonly string[]): RemedyRule {
  return { ...(dialect && { dialects: [dialect] }), text, language: 'shell', code: lines.join('\n') }
}

function words(dialect: string | undefined, text: string): RemedyRule {
  return { ...(dialect && { dialects: [dialect] }), text, language: null, code: null }
}
