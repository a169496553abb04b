import {
  addTo,
  type CompactSpan,
  type ContentLog,
  type LedgerBalance,
  type LedgerEntry,
  patchSpan,
  type ResponseClaim,
  type SettleInput,
  type SpanPatch,
  type TimedSpanRef,
  type TraceFacts,
  type TraceIndex,
} from '@pyflare/domain'
import type { ClaimKey, SettleDebt, SettlementStore } from '@pyflare/telemetry-store'

/** Called before each step with the step's effect; it decides when that happens, and whether. */
export type Step = <Result>(effect: () => Result) => Promise<Result>

/** One project's facts in memory, as the store would apply them: for tests that stop writers between any two steps. */
export class MemorySettlement {
  readonly spans = new Map<string, CompactSpan[]>()
  readonly logs = new Map<string, ContentLog[]>()
  readonly entries: { traceId: string; entry: LedgerEntry }[] = []
  readonly index = new Map<string, TraceIndex>()
  readonly patches = new Map<string, SpanPatch>()
  readonly claims = new Map<string, ResponseClaim>()
  readonly debts = new Set<string>()

  insert(spans: readonly CompactSpan[], logs: readonly ContentLog[]): void {
    for (const span of spans) addTo(this.spans, span.traceId, span)
    for (const log of logs) addTo(this.logs, log.traceId, log)
  }

  /** The port of one writer. No trace here is large. */
  store(step: Step): SettlementStore {
    return {
      outline: () => Promise.resolve(undefined),
      readWindow: (_, traceId) => step(() => this.#read(traceId)),
      read: (_, traceIds, arrived) =>
        step(() => traceIds.map((traceId) => this.#readOrTake(traceId, arrived?.get(traceId)))),
      write: (_, facts) => this.#write(facts, step),
      readClaims: (_, keys) => step(() => this.#readClaims(keys)),
      writeClaims: (_, claims) => step(() => this.#writeClaims(claims)),
      readTellings: (_, refs) => step(() => this.#readTellings(refs)),
      owe: (_, traceIds) => step(() => this.#owe(traceIds)),
      paid: (debts) => step(() => this.#pay(debts)),
      debts: () => step(() => [...this.debts].map((traceId) => ({ projectId: '', traceId, version: 0n }))),
    }
  }

  balances(traceId: string): LedgerBalance[] {
    const sums = new Map<string, LedgerBalance>()
    for (const { traceId: other, entry } of this.entries) {
      if (other !== traceId) continue
      const { reason: _, ...balance } = entry
      const key = `${entry.spanId} ${entry.fingerprint}`
      const sum = sums.get(key)
      sums.set(key, sum === undefined ? balance : added(sum, balance))
    }
    return [...sums.values()].filter((sum) => AMOUNTS.some((amount) => Number(sum[amount]) !== 0))
  }

  /** As the real store does, believes that nothing else is there where nothing was ever written of a trace. */
  #readOrTake(traceId: string, arrived: readonly CompactSpan[] | undefined): SettleInput {
    const stored = this.#read(traceId)
    const isNew = stored.previous === undefined && stored.contentLogs.length === 0
    if (!isNew || arrived === undefined) return stored
    return { ...stored, spans: arrived, balances: [], patchPrints: new Map() }
  }

  #read(traceId: string): SettleInput {
    const index = this.index.get(traceId)
    const patches = [...this.patches].filter(([key]) => key.startsWith(traceId))
    return {
      traceId,
      spans: this.spans.get(traceId) ?? [],
      contentLogs: this.logs.get(traceId) ?? [],
      balances: this.balances(traceId),
      patchPrints: new Map(patches.map(([, { spanId, print }]) => [spanId, print])),
      previous: index && { version: index.version, startTimeNs: index.startTimeNs },
      cut: false,
    }
  }

  /** In the three inserts of the real store, between any two of which a writer may be stopped. */
  async #write(facts: readonly TraceFacts[], step: Step): Promise<void> {
    await step(() => {
      for (const { index, entries } of facts) {
        for (const entry of entries) this.entries.push({ traceId: index.traceId, entry })
      }
    })
    await step(() => {
      for (const { index, patches } of facts) {
        for (const patch of patches) {
          const key = `${index.traceId}:${patch.spanId}`
          if ((this.patches.get(key)?.version ?? 0) <= patch.version) this.patches.set(key, this.#filled(patch))
        }
      }
    })
    await step(() => {
      for (const { index } of facts) {
        if ((this.index.get(index.traceId)?.version ?? 0) <= index.version) this.index.set(index.traceId, index)
      }
    })
  }

  /** Content itself is not here: what is copied shows in that the other span has it. */
  #filled(patch: SpanPatch): SpanPatch {
    const from = patch.fills.map((fill) => ({ fill, span: this.#readTellings([fill.from])[0] }))
    const isWhole = from.every(({ fill, span }) => span?.[FLAGS[fill.part]])
    const content = from.map(({ fill }) => [COLUMNS[fill.part], `of ${fill.from.spanId}`] as const)
    return {
      ...patch,
      columns: { ...patch.columns, ...Object.fromEntries(content) },
      print: isWhole ? patch.print : 'unknown',
    }
  }

  #owe(traceIds: readonly string[]): void {
    for (const traceId of traceIds) this.debts.add(traceId)
  }

  #pay(debts: readonly SettleDebt[]): void {
    for (const { traceId } of debts) this.debts.delete(traceId)
  }

  #readClaims(keys: readonly ClaimKey[]): ResponseClaim[] {
    const wanted = new Set(keys.map(({ response }) => response))
    return [...this.claims.values()].filter(({ response }) => wanted.has(response))
  }

  #writeClaims(claims: readonly ResponseClaim[]): void {
    for (const claim of claims) {
      const key = `${claim.response} ${claim.traceId} ${claim.spanId}`
      if ((this.claims.get(key)?.version ?? 0) <= claim.version) this.claims.set(key, claim)
    }
  }

  #readTellings(refs: readonly Pick<TimedSpanRef, 'traceId' | 'spanId'>[]): CompactSpan[] {
    return refs.flatMap(({ traceId, spanId }) => {
      const span = this.spans.get(traceId)?.find((other) => other.spanId === spanId)
      return span === undefined ? [] : [patchSpan(span, this.patches.get(`${traceId}:${spanId}`)?.columns)]
    })
  }
}

const FLAGS = { input: 'hasInput', output: 'hasOutput', instructions: 'hasInstructions', tools: 'hasTools' } as const
const COLUMNS = {
  input: 'input_messages',
  output: 'output_messages',
  instructions: 'system_instructions',
  tools: 'tool_definitions',
} as const

export const AMOUNTS = [
  ...(['calls', 'errors', 'inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const),
  ...(['reasoningTokens', 'inputCostNanos', 'outputCostNanos', 'costNanos'] as const),
]

function added(sum: LedgerBalance, other: LedgerBalance): LedgerBalance {
  const total: LedgerBalance & Record<string, unknown> = { ...sum }
  for (const amount of AMOUNTS) {
    const [left, right] = [sum[amount], other[amount]]
    if (typeof left === 'bigint' && typeof right === 'bigint') total[amount] = (left + right) as never
    if (typeof left === 'number' && typeof right === 'number') total[amount] = (left + right) as never
  }
  return total
}
