import type { DescField } from '@bufbuild/protobuf'
import type { CompactSpan } from '@pyflare/domain'
import { TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import { WireCursor } from './wire-cursor.ts'

export interface ArrivedSpan {
  projectId: string
  span: CompactSpan
}

type Field = keyof CompactSpan

/** Fields that say that there is something: each holds content, or a part of it. */
const PRESENCE: Readonly<Record<string, readonly Field[]>> = {
  input: ['hasInput'],
  output: ['hasOutput'],
  input_messages: ['hasInput', 'hasMessages'],
  output_messages: ['hasOutput', 'hasMessages'],
  input_preview: ['hasInput'],
  output_preview: ['hasOutput'],
  retrieved_documents: ['hasOutput'],
  system_instructions: ['hasInstructions'],
  tool_definitions: ['hasTools'],
}

const NOTHING_SAID: CompactSpan = {
  traceId: '',
  spanId: '',
  parentSpanId: '',
  startTimeNs: 0n,
  endTimeNs: 0n,
  name: '',
  serviceName: '',
  scopeName: '',
  spanKind: '',
  status: '' as CompactSpan['status'],
  errorType: '',
  errorMessage: '',
  operationKind: '',
  isAggregate: false,
  modelId: '',
  modelVersion: '',
  responseModel: '',
  responseId: '',
  provider: '',
  serviceTier: '',
  inputTokens: undefined,
  outputTokens: undefined,
  totalTokens: undefined,
  cacheReadTokens: undefined,
  cacheWriteTokens: undefined,
  cacheWrite1hTokens: undefined,
  reasoningTokens: undefined,
  audioInputTokens: undefined,
  audioOutputTokens: undefined,
  usageEstimated: false,
  usageIncomplete: false,
  costReportedNanos: undefined,
  costInputReportedNanos: undefined,
  costOutputReportedNanos: undefined,
  userId: '',
  sessionId: '',
  featureId: '',
  team: '',
  environment: '',
  release: '',
  tags: [],
  promptName: '',
  promptVersion: '',
  finishReason: '',
  finishReasonRaw: '',
  timeToFirstTokenNs: undefined,
  inputPreview: '',
  outputPreview: '',
  inputHash: '',
  hasMessages: false,
  hasInput: false,
  hasOutput: false,
  hasInstructions: false,
  hasTools: false,
  samplingRate: 0,
}

/** By the numbers that protobuf's descriptors have for types. */
const READS: Readonly<Record<number, (at: WireCursor) => unknown>> = {
  1: (at) => at.double(),
  3: (at) => at.long(),
  4: (at) => at.long(),
  8: (at) => at.number() !== 0,
  9: (at) => at.text(),
  12: (at) => at.hex(),
  13: (at) => at.number(),
}

const NO_PARENT = '0'.repeat(16)

/** Puts what a field says into the span. */
type Put = (span: Record<string, unknown>, at: WireCursor) => void

/** By number of the field. What is not there is passed over. */
const PUTS: readonly (Put | undefined)[] = putsByNumber()

/** A span of the log as settling would read it back from the store, at a fraction of what a decode of the record costs. */
export function arrivedSpan(record: Uint8Array): ArrivedSpan {
  const span: Record<string, unknown> = { ...NOTHING_SAID }
  const at = new WireCursor(Buffer.from(record.buffer, record.byteOffset, record.length))
  let projectId = ''
  while (!at.isAtEnd) {
    const tag = at.number()
    const number = tag >>> 3
    const put = PUTS[number]
    if (number === 1) projectId = at.text()
    else if (put === undefined) at.skip(tag & 7)
    else put(span, at)
  }
  if (span.parentSpanId === NO_PARENT) span.parentSpanId = ''
  return { projectId, span: span as unknown as CompactSpan }
}

function putsByNumber(): (Put | undefined)[] {
  const puts: (Put | undefined)[] = []
  for (const field of TraceBatch_TraceRecordSchema.fields) {
    const name = field.name === 'operation_name' ? 'name' : field.localName
    const value = Object.hasOwn(NOTHING_SAID, name) ? putOf(name, field) : undefined
    const present = PRESENCE[field.name]
    puts[field.number] = present === undefined ? value : presence(present, name, value)
  }
  return puts
}

function presence(fields: readonly Field[], name: string, put: Put | undefined): Put {
  return (span, at) => {
    if (put === undefined) {
      if (at.size() === 0) return
    } else {
      put(span, at)
      if (span[name] === '') return
    }
    for (const field of fields) span[field] = true
  }
}

function putOf(name: string, { fieldKind, scalar }: DescField): Put {
  if (fieldKind === 'list') {
    return (span, at) => {
      span[name] = [...(span[name] as string[]), at.text()]
    }
  }
  const read = scalar === undefined ? undefined : READS[scalar]
  if (read === undefined) throw new Error(`Settling can not read ${name}.`)
  return (span, at) => {
    span[name] = read(at)
  }
}
