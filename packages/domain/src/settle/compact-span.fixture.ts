import { isCall } from './counted-spans.ts'
import type { CompactSpan } from './trace-facts.ts'

/** A span for tests: a root of no particular kind that began a second after 2026 and took a second. */
export function compactSpan(fields: Partial<CompactSpan> & { spanId: string }): CompactSpan {
  const startTimeNs = fields.startTimeNs ?? 1_767_225_601_000_000_000n
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    parentSpanId: '',
    startTimeNs,
    endTimeNs: startTimeNs + 1_000_000_000n,
    name: 'work',
    serviceName: 'shop',
    scopeName: '',
    spanKind: 'internal',
    status: 'unset',
    errorType: '',
    errorMessage: '',
    operationKind: 'span',
    isAggregate: !isCall({ operationKind: fields.operationKind ?? 'span' }) && fields.operationKind !== 'tool',
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
    environment: 'default',
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
    hasInput: fields.hasMessages ?? false,
    hasOutput: fields.hasMessages ?? false,
    hasInstructions: false,
    hasTools: false,
    samplingRate: 1,
    ...fields,
  }
}

/** A call of gpt-4o-mini: 1,000 tokens in, 100 out, 0.21 thousandths of a dollar. */
export function chatSpan(fields: Partial<CompactSpan> & { spanId: string }): CompactSpan {
  return compactSpan({
    name: 'chat gpt-4o-mini',
    operationKind: 'chat',
    spanKind: 'client',
    modelId: 'gpt-4o-mini',
    provider: 'openai',
    inputTokens: 1000,
    outputTokens: 100,
    totalTokens: 1100,
    ...fields,
  })
}
