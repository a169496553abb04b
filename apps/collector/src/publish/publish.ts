import type { EventLog } from '@pyflare/event-log'
import { LogBatch_LogRecordSchema, MetricBatch_MetricRecordSchema, TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import type { LogItem, PointItem, SpanItem } from '../pipeline/records.ts'
import { type Staged, stageEach } from '../pipeline/stage.ts'
import { type EncodedRecord, envelopes } from './envelopes.ts'
import { createRecordEncoder } from './record-encoder.ts'
import { seriesHash } from './series-hash.ts'

export interface PublishOptions {
  eventLog: Pick<EventLog, 'append'>
  topics: { traces: string; metrics: string; logs: string }
}

/** Whose records they are, and which request they came in. */
export interface Origin {
  projectId: string
  digest: string
  receivedAtMs: number
}

export interface Publisher {
  spans(items: readonly SpanItem[], origin: Origin): Promise<Staged<EncodedRecord>['rejections']>
  logs(items: readonly LogItem[], origin: Origin): Promise<Staged<EncodedRecord>['rejections']>
  points(items: readonly PointItem[], origin: Origin): Promise<Staged<EncodedRecord>['rejections']>
}

const MAX_ENVELOPE_BYTES = 1_000_000
/** One record alone may be larger than an envelope, not larger than what a log and an insert still carry well. */
export const MAX_RECORD_BYTES = 24 * 1024 * 1024
const TOO_LARGE = `the record is larger than ${MAX_RECORD_BYTES / 1_048_576} MiB`

const UNENCODABLE = 'a number of it is out of the range of its column'

const encodeSpan = createRecordEncoder(TraceBatch_TraceRecordSchema)
const encodeLog = createRecordEncoder(LogBatch_LogRecordSchema)
const encodePoint = createRecordEncoder(MetricBatch_MetricRecordSchema)

/**
 * Appends records to the log. Resolves once they are durable, with those that are too large for it; rejects with what the log
 * says (`log_full`, `unavailable`), and then nothing may be acknowledged.
 */
export function createPublisher({ eventLog, topics }: PublishOptions): Publisher {
  const publish = async <Item extends { index: number }>(
    topic: string,
    items: readonly Item[],
    origin: Origin,
    encode: (item: Item) => { key: string; bytes: Uint8Array },
  ) => {
    const { kept, rejections } = stageEach<Item, EncodedRecord>(
      items,
      (item) => {
        const encoded = attempt(() => encode(item))
        if (encoded === undefined) return UNENCODABLE
        return encoded.bytes.length > MAX_RECORD_BYTES ? TOO_LARGE : { index: item.index, ...encoded }
      },
      ({ index }) => index,
    )
    if (kept.length > 0) await eventLog.append(topic, envelopes(kept, { ...origin, maxBytes: MAX_ENVELOPE_BYTES }))
    return rejections
  }
  const stamp = ({ projectId, receivedAtMs }: Origin) => ({ projectId, receivedAtMs: BigInt(receivedAtMs) })
  return {
    spans: (items, origin) =>
      publish(topics.traces, items, origin, ({ record }) => ({
        key: Buffer.from(record.traceId).toString('hex'),
        bytes: encodeSpan({ ...record, ...stamp(origin) }),
      })),
    logs: (items, origin) =>
      publish(topics.logs, items, origin, ({ record }) => ({
        key: record.serviceName,
        bytes: encodeLog({ ...record, ...stamp(origin) }),
      })),
    points: (items, origin) =>
      publish(topics.metrics, items, origin, ({ record }) => ({
        key: record.modelId,
        bytes: encodePoint({ ...record, ...stamp(origin), seriesHash: seriesHash(record) }),
      })),
  }
}

/** The encoder throws for numbers that a column cannot hold: that costs one record, not its request. */
function attempt<Result>(encode: () => Result): Result | undefined {
  try {
    return encode()
  } catch {
    return undefined
  }
}
