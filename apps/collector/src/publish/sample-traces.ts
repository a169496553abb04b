import { isTraceKept } from '@pyflare/domain'
import { TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import { encodeEvaluationRate } from './encode-evaluations.ts'
import type { CarrierRecord } from './envelopes.ts'
import { createRecordEncoder } from './record-encoder.ts'

/** A span on its way into the log, all but its sampling rate. Its key is the trace's id. */
export interface RatedRecord extends CarrierRecord {
  samplingRate: number
}

const encodeRate = createRecordEncoder(TraceBatch_TraceRecordSchema)

/**
 * The last word of head sampling: of the rates that the spans of a trace have in one request, the highest is that of all of them, so
 * that no rule about one span cuts the trace apart. It is written on each span, and on the evaluations that came on it: one stands for
 * one divided by its rate.
 */
export function sampleTraces(records: readonly RatedRecord[]): CarrierRecord[] {
  const rates = new Map<string, number>()
  for (const { key, samplingRate } of records) rates.set(key, Math.max(samplingRate, rates.get(key) ?? 0))
  const kept = new Map([...rates].filter(([key, rate]) => isTraceKept(Buffer.from(key, 'hex'), rate)))
  const encoded = new Map(
    [...new Set(kept.values())].map((rate) => [
      rate,
      { ofSpan: encodeRate({ samplingRate: rate }), ofEvaluation: encodeEvaluationRate(rate) },
    ]),
  )
  return records.flatMap(({ index, key, bytes, evaluations }) => {
    const rate = encoded.get(kept.get(key) ?? Number.NaN)
    if (rate === undefined) return []
    const judged = evaluations.map((each) => ({ ...each, bytes: Buffer.concat([each.bytes, rate.ofEvaluation]) }))
    return [{ index, key, bytes: Buffer.concat([bytes, rate.ofSpan]), evaluations: judged }]
  })
}
