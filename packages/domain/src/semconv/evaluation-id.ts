import { createHash } from 'node:crypto'
import type { Evaluation } from './read-evaluations.ts'

/**
 * 16 bytes of an evaluation's name, target and identifier. Whoever judges the same again gives the same id, whatever it says now, and
 * so does an evaluation that is sent again. The response is part of the target only where no span is.
 */
export function evaluationIdOf({
  name,
  target,
  identifier,
}: Pick<Evaluation, 'name' | 'target' | 'identifier'>): Uint8Array {
  const { traceId, spanId, sessionId, responseId } = target
  const response = spanId.length === 0 ? responseId : ''
  const texts = JSON.stringify([name, identifier, sessionId, response, traceId.length, spanId.length])
  return new Uint8Array(createHash('sha256').update(texts).update(traceId).update(spanId).digest().subarray(0, 16))
}
