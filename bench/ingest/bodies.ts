import { MODELS, type Model } from '../store/workload/cast.ts'
import { Prose } from '../store/workload/prose.ts'
import { Random } from '../store/workload/random.ts'
import { type Call, DIALECTS, type Dialect, type Message } from './dialects.ts'
import { type Attribute, keyValues, requestOf, type SpanInit } from './otlp.ts'

export interface Body {
  dialect: string
  spans: number
  bytes: Buffer
  /** Where ids of traces stand, trace by trace: a body that is sent again gets new ones, or it would be known for a repeat. */
  traceIds: number[][]
}

const SYSTEM_PROMPT = 700
const LONGEST_HISTORY = 5

/**
 * Requests as applications send them: agents that talk with users, call models and tools, and tell of each call the whole
 * conversation so far, in the words of several libraries. About 1.6 kB a span; the same seed makes the same bodies.
 */
export function makeBodies(count: number, spansPerBody: number, seed = 1, only = /^/): Body[] {
  const random = new Random(seed)
  const prose = new Prose(random)
  const dialects = DIALECTS.filter(({ name }) => only.test(name))
  return Array.from({ length: count }, () => new Agents(random.pick(dialects), random, prose).body(spansPerBody))
}

class Agents {
  readonly #spans: SpanInit[] = []
  readonly #traceIds: Uint8Array[] = []
  readonly #startNs = BigInt(Date.now() - 60_000) * 1_000_000n
  readonly #systemPrompt: string
  readonly #model: Model
  #clockNs = 0n

  constructor(
    private readonly dialect: Dialect,
    private readonly random: Random,
    private readonly prose: Prose,
  ) {
    this.#systemPrompt = prose.text(SYSTEM_PROMPT)
    this.#model = random.pick(MODELS)
  }

  body(spans: number): Body {
    while (this.#spans.length < spans) this.#conversation()
    const bytes = requestOf(this.#resource(), this.dialect.scope, this.#spans.slice(0, spans))
    const traceIds = this.#traceIds.map((id) => placesOf(bytes, id)).filter((places) => places.length > 0)
    return { dialect: this.dialect.name, spans, bytes, traceIds }
  }

  #resource(): Attribute[] {
    return [
      ['service.name', 'support-agent'],
      ['service.version', '2.41.0'],
      ['service.instance.id', this.#hex(16)],
      ['deployment.environment.name', 'production'],
      ['host.name', `ip-10-0-1-${this.random.integer(1, 200)}`],
      ['telemetry.sdk.language', 'python'],
      ['telemetry.sdk.name', 'opentelemetry'],
      ['telemetry.sdk.version', '1.38.0'],
    ]
  }

  /** Turns of one user; each is a trace that carries what was said before. */
  #conversation(): void {
    const { random, prose } = this
    const userId = `user-${random.integer(1, 4000)}`
    const sessionId = this.#hex(16)
    const history: Message[] = [{ role: 'system', text: this.#systemPrompt }]
    for (let turn = random.integer(1, LONGEST_HISTORY); turn > 0; turn--) {
      history.push({ role: 'user', text: prose.text(random.integer(40, 260)) })
      this.#turn(history, { userId, sessionId })
      history.push({ role: 'assistant', text: prose.text(random.integer(100, 500)) })
    }
  }

  #turn(history: readonly Message[], who: { userId: string; sessionId: string }): void {
    const { random, prose, dialect } = this
    const traceId = random.bytes(16)
    this.#traceIds.push(traceId)
    const rootId = random.bytes(8)
    const answer = prose.text(random.integer(100, 500))
    const root = dialect.agent({ name: 'support-agent', call: this.#call(history, answer, who) })
    this.#add(traceId, rootId, undefined, root)
    const told = [...history]
    for (let step = random.integer(1, 3); step > 0; step--) {
      const output = prose.text(random.integer(100, 500))
      const tool = random.pick(['lookup_order', 'search_docs', 'create_ticket'])
      const input = JSON.stringify({ query: prose.text(40), limit: random.integer(1, 20) })
      this.#add(
        traceId,
        random.bytes(8),
        rootId,
        dialect.tool({ name: tool, id: `call_${this.#hex(12)}`, input, output }),
      )
      told.push({ role: 'tool', text: output })
    }
    this.#add(traceId, random.bytes(8), rootId, dialect.chat(this.#call(told, answer, who)))
  }

  #call(messages: readonly Message[], answer: string, who: { userId: string; sessionId: string }): Call {
    const characters = messages.reduce((sum, { text }) => sum + text.length, 0)
    const inputTokens = Math.ceil(characters / 4)
    return {
      ...who,
      provider: this.#model.provider,
      model: this.#model.name,
      version: this.#model.version,
      messages,
      answer,
      inputTokens,
      outputTokens: Math.ceil(answer.length / 4),
      cachedTokens: this.random.chance(0.5) ? Math.floor(inputTokens / 2) : 0,
      responseId: `chatcmpl-${this.#hex(14)}`,
    }
  }

  #add(
    traceId: Uint8Array,
    spanId: Uint8Array,
    parentSpanId: Uint8Array | undefined,
    { name, attributes }: { name: string; attributes: Attribute[] },
  ): void {
    this.#clockNs += BigInt(this.random.integer(1_000, 90_000_000))
    const startTimeUnixNano = this.#startNs + this.#clockNs
    this.#spans.push({
      ...{ traceId, spanId, name, startTimeUnixNano, kind: parentSpanId === undefined ? 1 : 3, flags: 257 },
      ...(parentSpanId === undefined ? {} : { parentSpanId }),
      endTimeUnixNano: startTimeUnixNano + BigInt(Math.round(this.random.duration(900) * 1e6)),
      attributes: keyValues(attributes),
      status: {},
    })
  }

  #hex(bytes: number): string {
    return Buffer.from(this.random.bytes(bytes)).toString('hex')
  }
}

function placesOf(bytes: Buffer, value: Uint8Array): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value, at + 16)) places.push(at)
  return places
}
