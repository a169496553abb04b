/** Foreign keys make these objects; they have no prototype, so `__proto__` is a key like any other. */
export type StringMap = Record<string, string>

/**
 * A normalized span: every column of docs/semantic-conventions.md, named as in `pyflare/v1/trace.proto`.
 *
 * Strings are '' when unknown and numbers are `undefined` (never 0). Columns that hold a structure are JSON text without
 * white space. `input` includes cache tokens, `output` includes reasoning tokens. Money is nano-dollars.
 */
export interface SpanColumns {
  operationKind: OperationKind
  inferenceType: string
  isAggregate: boolean

  modelId: string
  modelVersion: string
  requestModel: string
  responseModel: string
  provider: string
  providerInferred: boolean
  serverAddress: string
  serverPort: number

  input: string
  output: string
  inputMessages: string
  outputMessages: string
  systemInstructions: string
  inputPreview: string
  outputPreview: string
  inputHash: string
  toolDefinitions: string
  toolCalls: string
  toolName: string
  toolCallId: string
  agentName: string
  workflowName: string
  contentRedacted: boolean
  contentTruncated: boolean

  retrievedDocuments: string
  rerankInputDocuments: string
  retrievalQuery: string
  retrievalTopK: number | undefined
  dataSourceId: string

  inputTokens: number | undefined
  outputTokens: number | undefined
  totalTokens: number | undefined
  cacheReadTokens: number | undefined
  cacheWriteTokens: number | undefined
  cacheWrite1hTokens: number | undefined
  reasoningTokens: number | undefined
  audioInputTokens: number | undefined
  audioOutputTokens: number | undefined
  imageInputTokens: number | undefined
  imageOutputTokens: number | undefined
  textInputTokens: number | undefined
  textOutputTokens: number | undefined
  uncachedInputTokens: number | undefined
  usageMissing: boolean
  usageEstimated: boolean
  usageIncomplete: boolean

  costReportedNanos: bigint | undefined
  costInputReportedNanos: bigint | undefined
  costOutputReportedNanos: bigint | undefined
  serviceTier: string

  params: string
  temperature: number | undefined
  topP: number | undefined
  topK: number | undefined
  maxTokens: number | undefined
  frequencyPenalty: number | undefined
  presencePenalty: number | undefined
  stopSequences: string[]
  seed: bigint | undefined
  n: number | undefined
  stream: boolean | undefined
  reasoningLevel: string
  outputType: string
  toolChoice: string
  previousResponseId: string
  responseId: string

  timeToFirstTokenNs: bigint | undefined
  timePerOutputTokenNs: bigint | undefined
  queueNs: bigint | undefined
  outputTokensPerSecond: number | undefined

  userId: string
  sessionId: string
  featureId: string
  team: string
  environment: string
  serviceName: string
  release: string
  tags: string[]
  promptName: string
  promptVersion: string
  promptTemplate: string
  promptVariables: string
  metadata: string

  status: 'unset' | 'ok' | 'error'
  errorType: string
  errorMessage: string
  errorClass: string
  finishReason: string
  finishReasonRaw: string

  embeddingDims: number | undefined

  dialects: string[]
  normalizerVersion: number
  normalizeRepaired: boolean
  normalizeConflict: string[]
}

export type OperationKind =
  | 'chat'
  | 'completion'
  | 'embeddings'
  | 'retrieval'
  | 'rerank'
  | 'tool'
  | 'agent'
  | 'chain'
  | 'guardrail'
  | 'evaluator'
  | 'prompt'
  | 'memory'
  | 'media'
  | 'predict'
  | 'span'
