import { type Evaluation, evaluationIdOf, MAX_EVALUATIONS } from '@pyflare/domain'
import { EvaluationBatch_EvaluationRecordSchema } from '@pyflare/proto'
import type { EncodedRecord } from './envelopes.ts'
import { createRecordEncoder } from './record-encoder.ts'

const encode = createRecordEncoder(EvaluationBatch_EvaluationRecordSchema)
const NONE: readonly EncodedRecord[] = []

/** The evaluations that came on the item at `index` of a request, each with a place of its own there. */
export function encodeEvaluations(
  evaluations: readonly Evaluation[],
  index: number,
  stamp: { projectId: string; receivedAtMs: bigint },
  samplingRate?: number,
): readonly EncodedRecord[] {
  if (evaluations.length === 0) return NONE
  return evaluations.map((evaluation, place) => {
    const { traceId, spanId, sessionId, responseId } = evaluation.target
    const targeted = { targetTraceId: traceId, targetSpanId: spanId, sessionId, responseId, samplingRate }
    const bytes = encode(evaluation, { ...stamp, ...targeted, evaluationId: evaluationIdOf(evaluation) })
    return { index: index * MAX_EVALUATIONS + place, key: keyOf(evaluation), bytes }
  })
}

/** The rate of the span that an encoded evaluation came on, to be written behind it. */
export function encodeEvaluationRate(samplingRate: number): Uint8Array {
  return encode({ samplingRate })
}

function keyOf({ name, target }: Evaluation): string {
  const { traceId, sessionId, responseId } = target
  return Buffer.from(traceId).toString('hex') || sessionId || responseId || name
}
