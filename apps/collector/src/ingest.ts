import type { DecodedRequest } from '@pyflare/otlp'
import { outcomeOf } from './pipeline/describe-rejections.ts'
import type { Pipeline, Shape } from './pipeline/pipeline.ts'
import type { Rejection } from './pipeline/stage.ts'
import type { EncodedRecord } from './publish/envelopes.ts'
import type { Publish, Publisher } from './publish/publish.ts'
import type { Ingest, Outcome, Received } from './receive/ingest.ts'
import { partsOf } from './receive/parts-of.ts'
import { Turns } from './receive/turns.ts'

/** From a request to its answer: decoded, through the stages, into the log, and only then acknowledged. */
export function createIngest(pipeline: Pipeline, publisher: Publisher): Ingest {
  const turns = new Turns()
  return async (received) => {
    publisher.checkRoom()
    const { request } = received
    switch (request.signal) {
      case 'traces':
        return run(received, 'spans', request, pipeline.spans, publisher.spans, turns)
      case 'logs':
        return run(received, 'log records', request, pipeline.logs, publisher.logs, turns)
      case 'metrics':
        return run(received, 'data points', request, pipeline.points, publisher.points, turns)
    }
  }
}

/**
 * Works in parts, each in its turn among those of all requests: a large request would else hold up every other one, and what
 * its items become would all be in memory at once. Nothing is in the log before all parts are through.
 */
async function run<Raw, Item, Encoded extends EncodedRecord>(
  origin: Received,
  noun: string,
  { items, undecodable }: { items: Iterable<Raw>; undecodable: DecodedRequest['undecodable'] },
  shape: Shape<Raw, Item>,
  publish: Publish<Item, Encoded>,
  turns: Turns,
): Promise<Outcome> {
  const records: Encoded[] = []
  const rejections: Rejection[] = []
  let count = 0
  await turns.next()
  for (const part of partsOf(items)) {
    if (count > 0) await turns.next()
    const shaped = shape(part, origin.receivedAtMs, count)
    const encoded = publish.encode(shaped.kept, origin)
    for (const record of encoded.kept) records.push(record)
    for (const rejection of [...shaped.rejections, ...encoded.rejections]) rejections.push(rejection)
    count += part.length
  }
  await publish.append(records, origin)
  return outcomeOf(noun, count, rejections, undecodable)
}
