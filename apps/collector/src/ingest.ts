import type { DecodedRequest } from '@pyflare/otlp'
import { isLate } from './intake/late.ts'
import { outcomeOf } from './pipeline/describe-rejections.ts'
import type { Pipeline, Shape } from './pipeline/pipeline.ts'
import type { LogItem, PointItem, SpanItem } from './pipeline/records.ts'
import { addMended, type Rejection } from './pipeline/stage.ts'
import type { EncodedRecord } from './publish/envelopes.ts'
import type { Publish, Publisher } from './publish/publish.ts'
import { partsOf } from './receive/parts-of.ts'
import type { Ingest, Outcome, Received } from './receive/received.ts'
import { Turns } from './receive/turns.ts'
import type { RecordPart } from './spans/record-part.ts'
import type { RecordSpans } from './spans/record-spans.ts'

/**
 * From a request to its answer: decoded, through the stages, into the log, and only then acknowledged. `recordSpans` does the first two
 * for spans that are not decoded yet.
 */
export function createIngest(pipeline: Pipeline, publisher: Publisher, recordSpans: RecordSpans): Ingest {
  const turns = new Turns()
  return async (received) => {
    publisher.checkRoom()
    const { request } = received
    const { spans, logs, points } = publisher
    switch (request.signal) {
      case 'encoded traces':
        return run(received, 'spans', request, recordSpans, spans, turns, ({ bytes }) => bytes.length)
      case 'traces':
        return run(received, 'spans', request, recordWith(pipeline.spans, spans, endOfSpan), spans, turns)
      case 'logs':
        return run(received, 'log records', request, recordWith(pipeline.logs, logs, timeOf), logs, turns)
      case 'metrics':
        return run(received, 'data points', request, recordWith(pipeline.points, points, timeOf), points, turns)
    }
  }
}

const endOfSpan = ({ record }: SpanItem) => record.endTimeNs
const timeOf = ({ record }: LogItem | PointItem) => record.timeNs

function recordWith<Raw, Item, Encoded extends EncodedRecord>(
  shape: Shape<Raw, Item>,
  publish: Publish<Item, Encoded>,
  /** When what a record tells of was over. */
  atNs: (item: Item) => bigint,
): RecordPart<Raw, Encoded> {
  return (part, origin, firstIndex) => {
    const shaped = shape(part, origin.receivedAtMs, firstIndex)
    const { kept, rejections } = publish.encode(shaped.kept, origin)
    const late = shaped.kept.filter((item) => isLate(atNs(item), origin.receivedAtMs)).length
    return { kept, rejections: [...shaped.rejections, ...rejections], count: part.length, late, mended: shaped.mended }
  }
}

/**
 * Works in parts, each in its turn among those of all requests: a large request would else hold up every other one, and what
 * its items become would all be in memory at once. Nothing is in the log before all parts are through.
 */
async function run<Item, Encoded extends EncodedRecord>(
  origin: Received,
  noun: string,
  { items, undecodable }: { items: Iterable<Item>; undecodable: DecodedRequest['undecodable'] },
  record: RecordPart<Item, Encoded>,
  publish: Pick<Publish<never, Encoded>, 'append'>,
  turns: Turns,
  bytesOf?: (item: Item) => number,
): Promise<Outcome> {
  const records: Encoded[] = []
  const rejections: Rejection[] = []
  let count = 0
  let late = 0
  const repaired = new Map<string, number>()
  await turns.next()
  for (const part of partsOf(items, bytesOf)) {
    if (count > 0) await turns.next()
    const recorded = record(part, origin, count)
    for (const each of recorded.kept) records.push(each)
    for (const rejection of recorded.rejections) rejections.push(rejection)
    count += recorded.count
    late += recorded.late
    addMended(repaired, recorded.mended)
  }
  const accepted = await publish.append(records, origin)
  return outcomeOf(
    noun,
    { count, accepted, late, repaired, sampledOut: count - rejections.length - accepted },
    rejections,
    undecodable,
  )
}
