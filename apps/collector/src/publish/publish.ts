import type { EventLog } from '@pyflare/event-log'
import { LogBatch_LogRecordSchema, MetricBatch_MetricRecordSchema, TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import type { LogItem, PointItem, SpanItem } from '../pipeline/records.ts'
import { type Staged, stageEach } from '../pipeline/stage.ts'
import { encodeEvaluations } from './encode-evaluations.ts'
import { type CarrierRecord, type EncodedRecord, envelopes } from './envelopes.ts'
import { heldContent } from './held-content.ts'
import { LogQueue } from './log-queue.ts'
import { createRecordEncoder } from './record-encoder.ts'
import { type RatedRecord, sampleTraces } from './sample-traces.ts'
import { seriesHash } from './series-hash.ts'

export interface PublishOptions {
  eventLog: Pick<EventLog, 'append'>
  topics: { traces: string; metrics: string; logs: string; evaluations: string }
  /** Records in one message of the log. */
  maxBatchSize: number
  /** Records that may wait for the log. */
  maxQueueSize: number
}

/** Whose records they are, and which request they came in. */
export interface Origin {
  projectId: string
  /** Of the key that the request was sent with; '' without one. */
  keyId: string
  digest: string
  receivedAtMs: number
}

/** The way of one signal's records into the log. */
export interface Publish<Item, Encoded extends EncodedRecord = EncodedRecord> {
  /** Encodes records; those that are too large, or cannot be encoded, are rejected. */
  encode(items: readonly Item[], origin: Origin): Staged<Encoded>
  /**
   * Appends all records of one request to the log, but those of traces that are sampled out, and the evaluations that came on them to
   * the topic of these. Resolves once all of it is durable; rejects with what the log says (`log_full`, `unavailable`), or with
   * `resource_exhausted` where too many wait for it, and then nothing may be acknowledged. Resolves with how many records were not sampled
   * out.
   */
  append(records: readonly Encoded[], origin: Origin): Promise<number>
}

export interface Publisher {
  /** Throws `resource_exhausted` where nothing more may wait for the log. */
  checkRoom(): void
  spans: Publish<SpanItem, RatedRecord>
  logs: Publish<LogItem, CarrierRecord>
  points: Publish<PointItem>
}

const MAX_ENVELOPE_BYTES = 1_000_000
/** One record alone may be larger than an envelope, not larger than what a log and an insert still carry well. */
export const MAX_RECORD_BYTES = 24 * 1024 * 1024
const TOO_LARGE = `the record is larger than ${MAX_RECORD_BYTES / 1_048_576} MiB`

const UNENCODABLE = 'a number of it is out of the range of its column'

const encodeSpan = createRecordEncoder(TraceBatch_TraceRecordSchema)
const encodeLog = createRecordEncoder(LogBatch_LogRecordSchema)
const encodePoint = createRecordEncoder(MetricBatch_MetricRecordSchema)

/** Brings records into the log, as `pyflare.v1` batches. */
export function createPublisher({ eventLog, topics, maxBatchSize, maxQueueSize }: PublishOptions): Publisher {
  const queue = new LogQueue(maxQueueSize)
  const cut = { maxBytes: MAX_ENVELOPE_BYTES, maxRecords: maxBatchSize }
  const publish = <Item extends { index: number }, Encoded extends EncodedRecord>(
    topic: string,
    encodeOne: (item: Item, origin: Origin) => Encoded,
    select: (records: readonly Encoded[]) => readonly (EncodedRecord & Partial<CarrierRecord>)[],
  ): Publish<Item, Encoded> => ({
    encode: (items, origin) =>
      stageEach<Item, Encoded>(
        items,
        (item) => {
          const encoded = attempt(() => encodeOne(item, origin))
          if (encoded === undefined) return UNENCODABLE
          return encoded.bytes.length > MAX_RECORD_BYTES ? TOO_LARGE : encoded
        },
        ({ index }) => index,
      ),
    append: async (encoded, origin) => {
      const records = select(encoded)
      if (records.length === 0) return 0
      const judged = records.flatMap(({ evaluations = [] }) => evaluations)
      await queue.append(records.length + judged.length, async () => {
        const appends = [eventLog.append(topic, envelopes(records, { ...origin, ...cut }))]
        if (judged.length > 0)
          appends.push(eventLog.append(topics.evaluations, envelopes(judged, { ...origin, ...cut })))
        await all(appends)
      })
      return records.length
    },
  })
  const stamp = ({ projectId, receivedAtMs }: Origin) => ({ projectId, receivedAtMs: BigInt(receivedAtMs) })
  return {
    checkRoom: () => queue.checkRoom(),
    spans: publish<SpanItem, RatedRecord>(
      topics.traces,
      ({ index, record, evaluations }, origin) => {
        const key = Buffer.from(record.traceId).toString('hex')
        const stamped = stamp(origin)
        const held = heldContent(record, record.retrievedDocuments)
        const bytes = encodeSpan(record, { ...stamped, ...held, samplingRate: undefined })
        const judged = encodeEvaluations(evaluations, index, stamped)
        return { index, key, bytes, samplingRate: record.samplingRate, evaluations: judged }
      },
      sampleTraces,
    ),
    logs: publish<LogItem, CarrierRecord>(
      topics.logs,
      ({ index, record, evaluations }, origin) => {
        const stamped = stamp(origin)
        const judged = encodeEvaluations(evaluations, index, stamped, 1)
        return { index, key: record.serviceName, bytes: encodeLog(record, stamped), evaluations: judged }
      },
      everyOne,
    ),
    points: publish<PointItem, EncodedRecord>(
      topics.metrics,
      ({ index, record }, origin) => {
        const bytes = encodePoint(record, { ...stamp(origin), seriesHash: seriesHash(record) })
        return { index, key: record.modelId, bytes }
      },
      everyOne,
    ),
  }
}

const everyOne = <Encoded extends EncodedRecord>(records: readonly Encoded[]): readonly Encoded[] => records

/** Resolves when all have, and rejects as one of them does once none is under way any more. */
async function all(appends: readonly Promise<void>[]): Promise<void> {
  for (const settled of await Promise.allSettled(appends)) if (settled.status === 'rejected') throw settled.reason
}

/** The encoder throws for numbers that a column cannot hold: that costs one record, not its request. */
function attempt<Result>(encode: () => Result): Result | undefined {
  try {
    return encode()
  } catch {
    return undefined
  }
}
