import { randomUUID } from 'node:crypto'
import { TOPICS } from '@pyflare/domain'
import type { EventLog } from '@pyflare/event-log'
import { decodeRequest } from '@pyflare/otlp'
import { listCaptures, readCapture } from '@pyflare/testkit'
import { createLimit } from '../pipeline/limit.ts'
import { createNormalize } from '../pipeline/normalize.ts'
import type { LogItem, SpanItem } from '../pipeline/records.ts'
import { createPublisher, type Publisher } from '../publish/publish.ts'

/** What a few clients send together. */
export interface Shipment {
  spans: readonly SpanItem[]
  logs: readonly LogItem[]
}

const limit = createLimit({ maxAttributes: 1000, maxValueLength: 1 << 20, maxEvents: 1000, maxLinks: 1000 })
const normalize = createNormalize()

/** All spans and log records of the corpus, one a shipment. */
export function corpusShipments(): Shipment[] {
  const bodies = listCaptures().flatMap(({ library, scenario }) => readCapture(library, scenario).bodies)
  return bodies.flatMap(({ signal, encoding, bytes }): Shipment[] => {
    const request = decodeRequest(signal, encoding, bytes)
    if (request.signal === 'traces') {
      const limited = limit.spans([...request.items], Date.now(), 0).kept
      return normalize.spans(limited).kept.map((span) => ({ spans: [span], logs: [] }))
    }
    if (request.signal === 'logs') {
      const limited = limit.logs([...request.items], Date.now(), 0).kept
      return normalize.logs(limited).kept.map((log) => ({ spans: [], logs: [log] }))
    }
    return []
  })
}

/** Puts shipments into a log, each as if it came in a request of its own. */
export class CorpusSender {
  readonly #publisher: Publisher

  constructor(
    eventLog: EventLog,
    private readonly projectId: string,
  ) {
    this.#publisher = createPublisher({ eventLog, topics: TOPICS, maxBatchSize: 512, maxQueueSize: 100_000 })
  }

  async send({ spans, logs }: Shipment): Promise<void> {
    const origin = { projectId: this.projectId, keyId: '', digest: randomUUID(), receivedAtMs: Date.now() }
    const placed = <Item>(items: readonly Item[]) => items.map((item, index) => ({ ...item, index }))
    await this.#publisher.spans.append(this.#publisher.spans.encode(placed(spans), origin).kept, origin)
    await this.#publisher.logs.append(this.#publisher.logs.encode(placed(logs), origin).kept, origin)
  }
}
