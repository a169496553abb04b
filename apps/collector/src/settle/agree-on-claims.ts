import {
  addTo,
  type CompactSpan,
  CROWD,
  type CrossTelling,
  isSame,
  type Judgement,
  judge,
  type ResponseClaim,
  type TraceDraft,
  toldBy,
  verdictOf,
} from '@pyflare/domain'
import type { ClaimKey, SettlementStore } from '@pyflare/telemetry-store'

/** What the traces of a project make of each other's tellings. */
export interface Agreement {
  /** By trace, then by span. */
  cross: ReadonlyMap<string, ReadonlyMap<string, CrossTelling>>
  /** Claims of ours that claims of other traces bear on: what became of those is looked at when our facts are written. */
  shared: readonly ResponseClaim[]
  /** Traces whose claims went on changing while they were looked at. */
  unsettled: readonly string[]
  /** By response, the claims that the agreement stands on. */
  heard: ReadonlyMap<string, readonly ResponseClaim[]>
}

/** Each round answers a change that another writer made in between. */
const MAX_ROUNDS = 5

/**
 * Writes what the traces claim and reads what all others do, until what is written is what follows from what was read
 * after it. Of two writers that do this at once one at least sees both claims, and asks for the other's trace to be settled
 * again where its verdict is no longer right. `heard` is by trace, what an earlier agreement stood on: that holds as long as nobody
 * asked for the trace, and is not read again.
 */
export async function agreeOnClaims(
  store: SettlementStore,
  projectId: string,
  drafts: readonly TraceDraft[],
  heard: ReadonlyMap<string, readonly ResponseClaim[]>,
): Promise<Agreement> {
  const talk = new Talk(drafts)
  talk.hear(newestOf([...heard.values()].flat()))
  // A trace that was never settled has hardly claimed before: what it claims is written unread, and corrected if it had.
  const settled = drafts.filter(({ input }) => input.previous !== undefined && !heard.has(input.traceId))
  let keys = settled.flatMap(({ responses }) => responses)
  if (drafts.every(({ responses }) => responses.length === 0)) return NOTHING_SHARED
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (keys.length > 0) talk.hear(await store.readClaims(projectId, keys))
    const wanted = talk.unheardTellings()
    if (wanted.length > 0) talk.hearTellings(await store.readTellings(projectId, wanted))
    const changed = talk.changedClaims()
    if (changed.length === 0) return talk.agreement([])
    await store.writeClaims(projectId, changed)
    keys = changed.map(({ response, timeNs }) => ({ response, timeNs }))
  }
  return talk.agreement(keys)
}

interface JudgedClaim {
  claim: ResponseClaim
  judgement: Judgement
  /** How many living claims of the response there are, with this one. */
  others: number
}

const NOTHING_SHARED: Agreement = { cross: new Map(), shared: [], unsettled: [], heard: new Map() }

class Talk {
  /** What our traces claim, by response. */
  readonly #own = new Map<string, ResponseClaim[]>()
  /** What is stored, by response. */
  readonly #stored = new Map<string, ResponseClaim[]>()
  readonly #tellings = new Map<string, CompactSpan>()
  /** Of each of our traces, the spans that were read. */
  readonly #spans = new Map<string, ReadonlySet<string>>()
  /** Of our claims, by what was heard so far; undefined until somebody asks. */
  #judged: readonly JudgedClaim[] | undefined

  constructor(drafts: readonly TraceDraft[]) {
    for (const { claims, tree, input } of drafts) {
      this.#spans.set(input.traceId, new Set(tree.spans.map(({ spanId }) => spanId)))
      for (const { claim, span } of claims) {
        addTo(this.#own, claim.response, claim)
        this.#tellings.set(nameOf(span), span)
      }
    }
  }

  hear(claims: readonly ResponseClaim[]): void {
    this.#judged = undefined
    for (const response of new Set(claims.map((claim) => claim.response))) this.#stored.delete(response)
    for (const claim of claims) addTo(this.#stored, claim.response, claim)
    for (const [response, stored] of this.#stored) this.#withdraw(response, stored)
  }

  /** Tellings that our spans stand for and that were not read as they now are. */
  unheardTellings() {
    return this.#judgements().flatMap(({ judgement }) =>
      judgement.standsFor
        .filter((claim) => this.#toldOf(claim) !== claim.told)
        .map(({ traceId, spanId, timeNs }) => ({ traceId, spanId, timeNs })),
    )
  }

  hearTellings(spans: readonly CompactSpan[]): void {
    for (const span of spans) this.#tellings.set(nameOf(span), span)
  }

  changedClaims(): ResponseClaim[] {
    return this.#judgements().flatMap(({ claim, judgement, others }) => {
      const verdict = verdictOf(judgement, (other) => this.#toldOf(other))
      const stored = this.#stored.get(claim.response)?.find((other) => isSame(claim, other))
      const wanted = { ...claim, verdict: claim.withdrawn ? '' : verdict, version: (stored?.version ?? 0) + 1 }
      // One claim more makes no difference in a crowd; what was written before it was one is put right.
      const isKnown = stored === undefined ? others > CROWD : saysTheSame(stored, wanted)
      return isKnown ? [] : [wanted]
    })
  }

  agreement(restless: readonly ClaimKey[]): Agreement {
    const cross = new Map<string, Map<string, CrossTelling>>()
    const shared: ResponseClaim[] = []
    for (const { claim, judgement, others } of this.#judgements()) {
      if (claim.withdrawn ? others > 0 : others > 1) shared.push(claim)
      const telling = claim.withdrawn ? undefined : this.#crossTelling(judgement)
      if (telling === undefined) continue
      const ofTrace = cross.get(claim.traceId) ?? new Map<string, CrossTelling>()
      ofTrace.set(claim.spanId, together(ofTrace.get(claim.spanId), telling))
      cross.set(claim.traceId, ofTrace)
    }
    const moving = new Set(restless.map(({ response }) => response))
    const unsettled = new Set(shared.filter(({ response }) => moving.has(response)).map(({ traceId }) => traceId))
    return { cross, shared, unsettled: [...unsettled], heard: this.#stored }
  }

  #crossTelling({ repeats, standsFor }: Judgement): CrossTelling | undefined {
    if (repeats !== undefined) return { repeats }
    if (standsFor.length === 0) return undefined
    const tellings = standsFor.map((claim) => this.#tellings.get(nameOf(claim)))
    return { tellings: tellings.filter((telling) => telling !== undefined) }
  }

  #judgements(): readonly JudgedClaim[] {
    this.#judged ??= [...this.#own].flatMap(([response, own]) => {
      const stored = this.#stored.get(response) ?? []
      const claims = [...own, ...stored.filter((claim) => !own.some((ours) => isSame(ours, claim)))]
      const others = claims.filter(({ withdrawn }) => !withdrawn).length
      return own.map((claim) => ({ claim, judgement: judge(claim, claims), others }))
    })
    return this.#judged
  }

  /** A span that claimed and no longer counts takes its claim back. */
  #withdraw(response: string, stored: readonly ResponseClaim[]): void {
    for (const claim of stored) {
      if (!this.#spans.get(claim.traceId)?.has(claim.spanId)) continue
      if (this.#own.get(response)?.some((ours) => isSame(ours, claim))) continue
      addTo(this.#own, response, { ...claim, withdrawn: true })
    }
  }

  #toldOf(claim: ResponseClaim): string {
    const telling = this.#tellings.get(nameOf(claim))
    return telling === undefined ? '' : toldBy(telling)
  }
}

/** Several traces may have heard of one claim, some of them before it changed. */
function newestOf(claims: readonly ResponseClaim[]): ResponseClaim[] {
  const newest = new Map<string, ResponseClaim>()
  for (const claim of claims) {
    const key = `${claim.response} ${nameOf(claim)}`
    const known = newest.get(key)
    if (known === undefined || known.version < claim.version) newest.set(key, claim)
  }
  return [...newest.values()]
}

/** A span may claim a call under more than one name. */
function together(one: CrossTelling | undefined, other: CrossTelling): CrossTelling {
  if (one === undefined || 'repeats' in other) return other
  return 'repeats' in one ? one : { tellings: [...one.tellings, ...other.tellings] }
}

function saysTheSame(a: ResponseClaim, b: ResponseClaim): boolean {
  if (a.withdrawn || b.withdrawn) return a.withdrawn === b.withdrawn
  return (
    a.verdict === b.verdict &&
    a.told === b.told &&
    a.worth === b.worth &&
    a.timeNs === b.timeNs &&
    a.scopeName === b.scopeName
  )
}

function nameOf({ traceId, spanId }: { traceId: string; spanId: string }): string {
  return `${traceId}:${spanId}`
}
