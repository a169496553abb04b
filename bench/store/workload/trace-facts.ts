import { createHash } from 'node:crypto'
import type { LedgerEntry, TraceFacts, TraceIndex } from '@pyflare/domain'
import { EMBEDDING_MODEL, MODELS } from './cast.ts'
import type { SpanInit } from './span-maker.ts'

const PRICES = new Map([...MODELS, EMBEDDING_MODEL].map((model) => [model.name, model]))

/** What settling would write of a whole trace; worked out here, for settling itself is not what is measured. */
export function factsOf(spans: readonly SpanInit[], version: number): TraceFacts {
  const entries = spans.flatMap(entryOf)
  return { index: indexOf(spans, entries, version), replacesStartTimeNs: undefined, patches: [], entries }
}

function indexOf(spans: readonly SpanInit[], entries: readonly LedgerEntry[], version: number): TraceIndex {
  const root = spans[0] ?? {}
  const failed = spans.filter((span) => span.status === 'error')
  const models = [...new Set(entries.map((entry) => entry.modelId))]
  const inputTokens = sum(entries, 'inputTokens')
  const outputTokens = sum(entries, 'outputTokens')
  const startTimeNs = root.startTimeNs ?? 0n
  return {
    traceId: hex(root.traceId),
    rootSpanId: hex(root.spanId),
    rootSeen: true,
    name: root.operationName ?? '',
    operationKind: root.operationKind ?? '',
    serviceName: root.serviceName ?? '',
    modelId: models[0] ?? '',
    models,
    startTimeNs,
    endTimeNs: root.endTimeNs ?? startTimeNs,
    status: failed.length > 0 ? 'error' : 'ok',
    errorType: failed[0]?.errorType ?? '',
    errorMessage: failed[0]?.errorMessage ?? '',
    spanCount: spans.length,
    errorCount: failed.length,
    llmCallCount: entries.length,
    toolCallCount: spans.filter((span) => span.operationKind === 'tool').length,
    userId: root.userId ?? '',
    sessionId: root.sessionId ?? '',
    environment: root.environment ?? '',
    release: root.release ?? '',
    featureId: root.featureId ?? '',
    team: '',
    tags: [...(root.tags ?? [])],
    promptName: '',
    promptVersion: '',
    inputPreview: root.inputPreview ?? '',
    outputPreview: root.outputPreview ?? '',
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    cacheReadTokens: undefined,
    costNanos: entries.reduce((total, entry) => total + entry.costNanos, 0n),
    costStatus: 'exact',
    version,
  }
}

function entryOf(span: SpanInit): LedgerEntry[] {
  const model = PRICES.get(span.modelId ?? '')
  if (model === undefined) return []
  const inputTokens = span.inputTokens ?? 0
  const outputTokens = span.outputTokens ?? 0
  const inputCostNanos = BigInt(inputTokens) * model.inputPrice
  const outputCostNanos = BigInt(outputTokens) * model.outputPrice
  const dimensions = {
    modelId: model.name,
    modelVersion: model.version,
    provider: model.provider,
    operationKind: span.operationKind ?? '',
    serviceName: span.serviceName ?? '',
    userId: span.userId ?? '',
    sessionId: span.sessionId ?? '',
    featureId: span.featureId ?? '',
    team: '',
    environment: span.environment ?? '',
    release: span.release ?? '',
    costSource: 'computed' as const,
    priceVersion: '2026-11-01',
  }
  return [
    {
      ...dimensions,
      spanId: hex(span.spanId),
      reason: 'priced',
      timeNs: span.startTimeNs ?? 0n,
      fingerprint: createHash('md5').update(Object.values(dimensions).join()).digest('hex').slice(0, 16),
      calls: 1,
      errors: span.status === 'error' ? 1 : 0,
      inputTokens,
      outputTokens,
      cacheReadTokens: span.cacheReadTokens ?? 0,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
      inputCostNanos,
      outputCostNanos,
      costNanos: inputCostNanos + outputCostNanos,
    },
  ]
}

function sum(entries: readonly LedgerEntry[], field: 'inputTokens' | 'outputTokens'): number {
  return entries.reduce((total, entry) => total + entry[field], 0)
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex')
}
