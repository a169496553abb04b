import { createRedactor, type RawSpan } from '@pyflare/domain'
import { decodeRequest, splitTraces } from '@pyflare/otlp'
import { createCut } from '../pipeline/cut.ts'
import { createEnrich, type Enrichment } from '../pipeline/enrich.ts'
import { createLimit } from '../pipeline/limit.ts'
import { createNormalize } from '../pipeline/normalize.ts'
import { createPipeline, type Pipeline } from '../pipeline/pipeline.ts'
import { createRedact } from '../pipeline/redact.ts'
import { createSample } from '../pipeline/sample.ts'
import { createPublisher, type Publisher } from '../publish/publish.ts'
import type { RatedRecord } from '../publish/sample-traces.ts'
import type { Received } from '../receive/received.ts'
import { createRecordSpans, type RecordSpans } from './record-spans.ts'

export interface Limits {
  maxAttributes: number
  maxValueLength: number
  maxEvents: number
  maxLinks: number
}

const LIMITS: Limits = { maxAttributes: 1000, maxValueLength: 1 << 20, maxEvents: 1000, maxLinks: 1000 }

/** What a way makes of a request: records in hexadecimal, or the error that it ends with. */
interface Made {
  records: ReturnType<typeof shown>[]
  rejections: { index: number; reason: string }[]
  undecodable: number
  error: string | undefined
}

/** The same requests through the stages alone, and with plans. */
export class TwoWays {
  spans = 0
  /** Of these, as many as were read by stages where there are plans. */
  unplanned = 0
  readonly #pipeline: Pipeline
  readonly #publisher: Publisher
  readonly #withPlans: RecordSpans

  constructor(limits: Partial<Limits> = {}, enrichment: Partial<Enrichment> = {}) {
    const all = { ...LIMITS, ...limits }
    const compile = () => {
      throw new Error('There are no rules.')
    }
    this.#pipeline = createPipeline({
      limit: createLimit(all),
      normalize: createNormalize(),
      redact: createRedact(createRedactor([], { hashKey: '', compile })),
      sample: createSample({ defaultRate: 1, rules: [] }),
      enrich: createEnrich({ environment: '', hostName: '', ...enrichment }),
      cut: createCut(all.maxValueLength),
    })
    this.#publisher = createPublisher({
      eventLog: { append: async () => undefined },
      topics: { traces: 'traces', metrics: 'metrics', logs: 'logs', evaluations: 'evaluations' },
      maxBatchSize: 1000,
      maxQueueSize: 1000,
    })
    this.#withPlans = createRecordSpans({
      shape: (raws, receivedAtMs, firstIndex) => {
        this.unplanned += raws.length
        return this.#pipeline.spans(raws, receivedAtMs, firstIndex)
      },
      publish: this.#publisher.spans,
      planned: { maxBytes: all.maxValueLength, maxAttributes: all.maxAttributes },
    })
  }

  /** What both make of a request in protobuf: the same, if all is well. */
  make(body: Uint8Array, receivedAtMs: number): { readable: Made; planned: Made } {
    return { readable: this.#readable(body, receivedAtMs), planned: this.#planned(body, receivedAtMs) }
  }

  #readable(body: Uint8Array, receivedAtMs: number): Made {
    return attempt((made) => {
      const request = decodeRequest('traces', 'protobuf', body)
      const raws = [...(request.items as Iterable<RawSpan>)]
      const shaped = this.#pipeline.spans(raws, receivedAtMs, 0)
      const encoded = this.#publisher.spans.encode(shaped.kept, originOf(receivedAtMs))
      made.records.push(...encoded.kept.map(shown))
      made.rejections.push(...shaped.rejections, ...encoded.rejections)
      made.undecodable = request.undecodable.count
    })
  }

  #planned(body: Uint8Array, receivedAtMs: number): Made {
    return attempt((made) => {
      const request = splitTraces(body)
      const recorded = this.#withPlans([...request.items], originOf(receivedAtMs) as Received, 0)
      made.records.push(...recorded.kept.map(shown))
      made.rejections.push(...recorded.rejections)
      made.undecodable = request.undecodable.count
      this.spans += recorded.count
    })
  }
}

function originOf(receivedAtMs: number) {
  return { projectId: 'project', keyId: '', digest: '', receivedAtMs }
}

function shown({ bytes, evaluations, ...rest }: RatedRecord) {
  const judged = evaluations.map((each) => ({ ...each, bytes: hexOf(each.bytes) }))
  return { ...rest, bytes: hexOf(bytes), evaluations: judged }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function attempt(make: (made: Made) => void): Made {
  const made: Made = { records: [], rejections: [], undecodable: 0, error: undefined }
  try {
    make(made)
  } catch (error) {
    return { records: [], rejections: [], undecodable: 0, error: String(error) }
  }
  made.rejections.sort((left, right) => left.index - right.index)
  return made
}
