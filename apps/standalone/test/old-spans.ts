import { create, toBinary } from '@bufbuild/protobuf'
import { TraceBatchSchema } from '@pyflare/proto'

export interface OldSpans {
  service: string
  traces: number
  callsPerTrace: number
  /** When the first one began; each other one a millisecond later. */
  startMs: number
}

/** 1,000 tokens in at 0.15 and 100 out at 0.60 dollars for a million. */
export const OLD_SPAN_TRUTH = { modelId: 'gpt-4o-mini', inputTokens: 1000, outputTokens: 100, costUsd: 0.00021 }

export function oldTraceId(trace: number): string {
  return Buffer.from(id(trace, 16)).toString('hex')
}

/** Calls that an older version of the normalizer did not understand: the model is wrong, half of the tokens are lost. */
export function oldSpans(projectId: string, { service, traces, callsPerTrace, startMs }: OldSpans): Uint8Array {
  const { modelId, inputTokens, outputTokens } = OLD_SPAN_TRUTH
  const records = Array.from({ length: traces * callsPerTrace }, (_, at) => {
    const startTimeNs = BigInt(startMs + at) * 1_000_000n
    const trace = Math.floor(at / callsPerTrace)
    return {
      projectId,
      traceId: id(trace, 16),
      spanId: id(at, 8),
      parentSpanId: id(1_000_000 + trace, 8),
      ...{ startTimeNs, endTimeNs: startTimeNs + 5_000_000n, durationNs: 5_000_000n, receivedAtMs: BigInt(startMs) },
      ...{ serviceName: service, operationName: 'chat', spanKind: 'client', status: 'unset', operationKind: 'chat' },
      ...{ inferenceType: 'llm', scopeName: 'old', scopeVersion: '0.1', environment: 'default', samplingRate: 1 },
      ...{ modelId: 'gpt-4', requestModel: 'gpt-4', provider: 'openai', providerInferred: true, normalizerVersion: 1 },
      ...{ outputTokens, totalTokens: outputTokens, responseId: `r-${at}` },
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': modelId,
        'gen_ai.response.id': `r-${at}`,
        'gen_ai.usage.input_tokens': `${inputTokens}`,
        'gen_ai.usage.output_tokens': `${outputTokens}`,
        'session.id': `s-${trace}`,
      },
      attributeTypes: { 'gen_ai.usage.input_tokens': 'number', 'gen_ai.usage.output_tokens': 'number' },
      resourceAttributes: { 'service.name': service },
    }
  })
  return toBinary(TraceBatchSchema, create(TraceBatchSchema, { records }))
}

function id(number: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length).fill(0xcd)
  new DataView(bytes.buffer).setUint32(length - 4, number)
  return bytes
}
