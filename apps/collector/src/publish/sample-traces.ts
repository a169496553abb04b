import { isTraceKept } from '@pyflare/domain'
import { TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import type { EncodedRecord } from './envelopes.ts'
import { createRecordEncoder } from './record-encoder.ts'

/** A span on its way into the log, all but its sampling rate. Its key is the trace's id. */
export interface RatedRecord extends EncodedRecord {
  samplingRate: number
}

const encodeRate = createRecordEncoder(TraceBatch_TraceRecordSchema)

/**
 * The last word of head sampling: of the rates that the spans of a trace have in one request, the highest is that of all of them, so
 * that no rule about one span cuts the trace apart. It is written on each span: a span stands for one divided by its rate.
 */
export function sampleTraces(records: readonly RatedRecord[]): EncodedRecord[] {
  const rates = new Map<string, number>()
  for (const { key, samplingRate } of records) rates.set(key, Math.max(samplingRate, rates.get(key) ?? 0))
  const kept = new Map([...rates].filter(([key, rate]) => isTraceKept(Buffer.from(key, 'hex'), rate)))
  const encoded = new Map([...new Set(kept.values())].map((rate) => [rate, encodeRate({ samplingRate: rate })]))
  return records.flatMap(({ index, key, bytes }) => {
    const rate = encoded.get(kept.get(key) ?? Number.NaN)
    return rate === undefined ? [] : [{ index, key, bytes: Buffer.concat([bytes, rate]) }]
  })
}
