import type { CompactSpan, ResponseClaim, SettleInput } from '@pyflare/domain'
import type { Touch } from './touched-traces.ts'

/** A trace as the store holds it, known without reading it. */
export interface WarmTrace {
  input: SettleInput
  /** What is claimed of the responses that it names, as last heard: who changes that asks for the trace to be settled again. */
  claims: readonly ResponseClaim[]
}

interface Kept extends WarmTrace {
  size: number
}

const MOST_SIZE = 48 << 20
/** Traces with more spans are settled seldom, and take room from many others. */
const MOST_SPANS = 2_000
/** What a span, a balance or a claim takes beside its texts. */
const BASE_SIZE = 800

/**
 * The traces that were settled last, bounded by what they take: most traces grow for some seconds, and to read them
 * from the store each time costs more than all else that settling does. What is here is right as long as nobody else settles
 * the trace: whoever takes one out and does not bring it back has made it unknown.
 */
export class WarmTraces {
  /** The one that was used longest ago comes first. */
  readonly #kept = new Map<string, Kept>()
  #size = 0

  constructor(private readonly mostSize = MOST_SIZE) {}

  /** Takes a trace out, with the spans that just came. Undefined where it has to be read. */
  take(projectId: string, traceId: string, { arrived }: Touch): WarmTrace | undefined {
    const kept = this.#remove(keyOf(projectId, traceId))
    if (kept === undefined || arrived === undefined) return undefined
    const { input, claims } = kept
    const spans = [...input.spans, ...arrived]
    return isDistinct(spans) ? { input: { ...input, spans }, claims } : undefined
  }

  keep(projectId: string, { input, claims }: WarmTrace): void {
    const key = keyOf(projectId, input.traceId)
    this.#remove(key)
    if (input.cut || input.spans.length > MOST_SPANS) return
    const size = sizeOf(input, claims)
    this.#kept.set(key, { input, claims, size })
    this.#size += size
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= this.mostSize) break
      this.#remove(oldest)
    }
  }

  /** Another may settle them from now on. */
  clear(): void {
    this.#kept.clear()
    this.#size = 0
  }

  #remove(key: string): Kept | undefined {
    const kept = this.#kept.get(key)
    if (kept === undefined) return undefined
    this.#kept.delete(key)
    this.#size -= kept.size
    return kept
  }
}

/** Of a span that came twice the store knows which copy counts. */
export function isDistinct(spans: readonly CompactSpan[]): boolean {
  return new Set(spans.map(({ spanId }) => spanId)).size === spans.length
}

function sizeOf({ spans, contentLogs, balances }: SettleInput, claims: readonly ResponseClaim[]): number {
  let size = (spans.length + balances.length + claims.length + 1) * BASE_SIZE
  for (const span of spans) {
    size += 2 * (span.inputPreview.length + span.outputPreview.length + span.errorMessage.length)
    for (const tag of span.tags) size += 2 * tag.length
  }
  for (const { body, attributes } of contentLogs) {
    size += BASE_SIZE + 2 * body.length
    for (const [key, value] of Object.entries(attributes)) size += 2 * (key.length + value.length)
  }
  return size
}

function keyOf(projectId: string, traceId: string): string {
  return `${traceId} ${projectId}`
}
