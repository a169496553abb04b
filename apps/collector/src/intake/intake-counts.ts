import type { OtlpSignal } from '@pyflare/otlp'

/** Who sent a request. */
export interface Sender {
  projectId: string
  /** '' where no key was asked for. */
  keyId: string
  /** As it names itself. */
  client: string
}

/** What became of items, or of a request that nobody looked into (`refused`, `repeated`). `late` ones are among those accepted. */
export type IntakeOutcome =
  | 'accepted'
  | 'repaired'
  | 'late'
  | 'sampled_out'
  | 'rejected'
  | 'refused'
  | 'repeated'
  | 'stored'

export interface IntakeKind extends Sender {
  signal: OtlpSignal
  outcome: IntakeOutcome
  /** A sentence; '' where there is none. */
  reason: string
  /** Of what is stored, from the log to the store. */
  delayMs: number
}

export interface IntakeCount extends IntakeKind {
  items: number
  requests: number
  /** Of bodies, decompressed. */
  bytes: number
  /** JSON object; '' where there is none. */
  sample: string
}

/** Beyond so many kinds, what clients choose freely is no longer told apart. */
const MAX_KINDS = 2_000
const OTHERS = 'others'

/** Counts what became of what clients sent, until the counts are taken. Bounded, whatever clients send. */
export class IntakeCounts {
  #counts = new Map<string, IntakeCount>()

  add(kind: IntakeKind, amounts: Partial<Pick<IntakeCount, 'items' | 'requests' | 'bytes' | 'sample'>>): void {
    const { items = 0, requests = 0, bytes = 0, sample = '' } = amounts
    const count = this.#countOf(kind)
    count.items += items
    count.requests += requests
    count.bytes += bytes
    count.sample ||= sample
  }

  /** All counts so far; counting begins anew. */
  take(): IntakeCount[] {
    const counts = [...this.#counts.values()]
    this.#counts = new Map()
    return counts
  }

  #countOf(kind: IntakeKind): IntakeCount {
    const key = keyOf(kind)
    const known = this.#counts.get(key)
    if (known !== undefined) return known
    const { projectId, keyId, client, signal, outcome, reason, delayMs } = kind
    const isTooMany = this.#counts.size >= MAX_KINDS && client !== OTHERS
    if (isTooMany) return this.#countOf({ ...kind, client: OTHERS, reason: reason === '' ? '' : OTHERS })
    const count = { projectId, keyId, client, signal, outcome, reason, delayMs }
    const begun = { ...count, items: 0, requests: 0, bytes: 0, sample: '' }
    this.#counts.set(key, begun)
    return begun
  }
}

function keyOf({ projectId, keyId, client, signal, outcome, reason, delayMs }: IntakeKind): string {
  return `${projectId}\n${keyId}\n${signal}\n${outcome}\n${delayMs}\n${client}\n${reason}`
}
