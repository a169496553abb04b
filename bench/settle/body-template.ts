import { randomBytes } from 'node:crypto'
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { ExportTraceServiceRequestSchema, type SpanSchema } from '@pyflare/proto'

type SpanInit = MessageInitShape<typeof SpanSchema>

/** Ids of the traces that one body begins. */
export interface TraceIds {
  traces: Buffer[]
  roots: Buffer[]
}

export const SPANS_PER_TRACE = 8
export const TRACES_PER_BODY = 31

interface Place {
  offset: number
  write: (body: Buffer, offset: number, begun: TraceIds, ended: TraceIds, nowNs: bigint) => void
}

/**
 * A request as an exporter sends it: the children of some traces, and the roots of traces whose children came a while
 * before. Serialized once; what differs from one sending to the next is written over it, which costs next to nothing.
 */
export class BodyTemplate {
  readonly #body: Buffer
  readonly #places: Place[] = []

  constructor(service: string) {
    const spans: SpanInit[] = []
    const marks: [mark: Buffer, write: Place['write']][] = []
    const mark = (bytes: number, write: Place['write']): Buffer => {
      const value = randomBytes(bytes)
      marks.push([value, write])
      return value
    }
    const time = (sinceNowNs: bigint): bigint =>
      mark(8, (body, offset, _, __, nowNs) => body.writeBigUInt64LE(nowNs + sinceNowNs, offset)).readBigUInt64LE()
    const copy = (of: (begun: TraceIds, ended: TraceIds) => Buffer | undefined): Place['write'] => {
      return (body, offset, begun, ended) => void of(begun, ended)?.copy(body, offset)
    }
    const anew: Place['write'] = (body, offset) => void randomBytes(8).copy(body, offset)
    for (let slot = 0; slot < TRACES_PER_BODY; slot++) {
      spans.push({
        traceId: mark(
          16,
          copy((_, ended) => ended.traces[slot]),
        ),
        spanId: mark(
          8,
          copy((_, ended) => ended.roots[slot]),
        ),
        name: 'POST /ask',
        kind: 2,
        startTimeUnixNano: time(-3_000_000_000n),
        endTimeUnixNano: time(-1_000_000n),
        attributes: attributes({ 'user.id': `u-${slot}`, 'session.id': `s-${slot}`, 'http.request.method': 'POST' }),
      })
      for (let child = 1; child < SPANS_PER_TRACE; child++) {
        const response = mark(12, (body, offset) => body.write(randomBytes(6).toString('hex'), offset, 'latin1'))
        spans.push({
          traceId: mark(
            16,
            copy((begun) => begun.traces[slot]),
          ),
          spanId: mark(8, anew),
          parentSpanId: mark(
            8,
            copy((begun) => begun.roots[slot]),
          ),
          startTimeUnixNano: time(BigInt(-2_000_000_000 + child * 100_000_000)),
          endTimeUnixNano: time(BigInt(-1_950_000_000 + child * 100_000_000)),
          ...(child % 2 === 1 ? call(response.toString('hex').slice(0, 12), marks, response) : work(child)),
        })
      }
    }
    const resource = { attributes: attributes({ 'service.name': service, 'service.version': '1.4.2' }) }
    const scope = { name: 'opentelemetry.instrumentation.openai_v2', version: '2.3b0' }
    const request = { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] }
    this.#body = Buffer.from(
      toBinary(ExportTraceServiceRequestSchema, create(ExportTraceServiceRequestSchema, request)),
    )
    for (const [value, write] of marks) {
      for (let at = this.#body.indexOf(value); at >= 0; at = this.#body.indexOf(value, at + 1)) {
        this.#places.push({ offset: at, write })
      }
    }
  }

  /** The bytes of one sending. They are the caller's. */
  make(begun: TraceIds, ended: TraceIds, nowNs: bigint): Buffer {
    const body = Buffer.from(this.#body)
    for (const { offset, write } of this.#places) write(body, offset, begun, ended, nowNs)
    return body
  }
}

export function newIds(): TraceIds {
  return {
    traces: Array.from({ length: TRACES_PER_BODY }, () => randomBytes(16)),
    roots: Array.from({ length: TRACES_PER_BODY }, () => randomBytes(8)),
  }
}

/** A call of a model, with messages; its response's id is text of twelve characters that stand for a mark. */
function call(id: string, marks: [Buffer, Place['write']][], mark: Buffer): Partial<SpanInit> {
  const known = marks.find(([value]) => value === mark)
  if (known !== undefined) known[0] = Buffer.from(id, 'latin1')
  const message = (role: string, words: number) =>
    JSON.stringify([{ role, parts: [{ type: 'text', content: 'What was asked and answered. '.repeat(words) }] }])
  return {
    name: 'chat gpt-4o-mini',
    kind: 3,
    attributes: attributes({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.response.model': 'gpt-4o-mini-2024-07-18',
      'gen_ai.response.id': `chatcmpl-${id}0123456789abcdef`,
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 100,
      'gen_ai.input.messages': message('user', 25),
      'gen_ai.output.messages': message('assistant', 8),
    }),
  }
}

function work(child: number): Partial<SpanInit> {
  return {
    name: `execute_tool search-${child}`,
    kind: 1,
    attributes: attributes({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': `search-${child}` }),
  }
}

function attributes(values: Record<string, string | number>) {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'number'
        ? { value: { case: 'intValue' as const, value: BigInt(value) } }
        : { value: { case: 'stringValue' as const, value } },
  }))
}
