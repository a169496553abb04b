import { hash } from 'node:crypto'
import { askedOf, hasUsage, isCall, isRecord } from './counted-spans.ts'
import { oncePerSpan } from './once-per-span.ts'
import type { CompactSpan, SpanRef } from './trace-facts.ts'

/**
 * What a span says to the other traces of its project: that it tells of a response and counts in its trace. Two libraries
 * may tell of one call in two traces, and neither trace knows of the other; by their claims they find each other.
 */
export interface ResponseClaim extends SpanRef {
  /** Of what names the call, the id of its response above all: 32 hexadecimal digits. */
  response: string
  /** The start of the span. */
  timeNs: bigint
  scopeName: string
  /** How much the span tells: of those that tell of one call, the one that tells most counts. */
  worth: number
  /** Changes with all that another telling may take from this one. */
  told: string
  /** What the span's facts were made by: see `verdictOf`. Its trace is settled again when that is no longer so. */
  verdict: string
  /** The span no longer counts in its trace. */
  withdrawn: boolean
  /** Rises with each writing. */
  version: number
}

/** What becomes of a span that claims a response. */
export interface Judgement {
  /** The span that counts in its place; undefined where it counts itself. */
  repeats: SpanRef | undefined
  /** Those that it stands for. */
  standsFor: readonly ResponseClaim[]
}

/** Tellings of one call begin within so much of each other: an hour is longer than a call, and than clocks differ. */
export const CLAIM_WINDOW_NS = 3_600_000_000_000n
/** An id that more spans than this claim within the window names no one call: a stand-in for a provider says it always. */
export const MAX_CLAIMS = 200
/** Claims of one response, in whatever window, beyond which nobody looks any more. */
export const CROWD = 2 * MAX_CLAIMS

/** Ids such as `chatcmpl-123`, of servers that count or roll dice, come again: they name a call within its trace alone. */
const KIND_PREFIX = /^[a-z]+[-_]/i
/** Of an id, behind its prefix. */
export const MIN_UNIQUE_CHARS = 12

/** What names a call beyond its trace: the id of its response, or what was asked (`askedOf`). */
export interface CallName {
  response: string
  by: 'id' | 'asked'
}

/** None for spans that claim nothing. */
export function callNames(span: CompactSpan): readonly CallName[] {
  return isCall(span) && !span.isAggregate ? namesOf(span) : NO_NAMES
}

const NO_NAMES: readonly CallName[] = []

const namesOf = oncePerSpan((span) => {
  const names: CallName[] = []
  const isUnique = span.responseId.replace(KIND_PREFIX, '').length >= MIN_UNIQUE_CHARS
  if (isUnique) names.push({ response: hashOf(`id ${span.responseId}`), by: 'id' })
  const asked = askedOf(span)
  if (asked !== undefined) names.push({ response: hashOf(`asked ${asked}`), by: 'asked' })
  return names
})

function hashOf(name: string): string {
  return hash('sha256', name, 'hex').slice(0, 32)
}

/** The claim of a span that counts in its trace, before anything is judged. `span` is all that its trace knows of the call. */
export function claimOf(span: CompactSpan, { response, by }: CallName): ResponseClaim {
  return {
    response,
    traceId: span.traceId,
    spanId: span.spanId,
    timeNs: span.startTimeNs,
    scopeName: by === 'asked' && isRecord(span) ? `${span.scopeName} record` : span.scopeName,
    worth: by === 'asked' ? halfWorth(span) : worthOf(span),
    told: toldBy(span),
    verdict: COUNTS,
    withdrawn: false,
    version: 0,
  }
}

const COUNTS = 'counts'

/**
 * Decides by all claims of one response that there are, for one of them. As among siblings of one trace the spans of one
 * scope count, for a library does not see a call twice: of the scope that tells most.
 */
export function judge(own: ResponseClaim, claims: readonly ResponseClaim[]): Judgement {
  const alone: Judgement = { repeats: undefined, standsFor: [] }
  if (claims.length > CROWD) return alone
  const near = claims.filter((claim) => !claim.withdrawn && isNear(own, claim))
  if (near.length < 2 || near.length > MAX_CLAIMS) return alone
  const best = near.reduce((most, claim) => (compareClaims(claim, most) < 0 ? claim : most))
  const loses = (claim: ResponseClaim) => claim.scopeName !== best.scopeName || (tellsUsage(best) && !tellsUsage(claim))
  if (loses(own)) return { repeats: { traceId: best.traceId, spanId: best.spanId }, standsFor: [] }
  return isSame(own, best) ? { repeats: undefined, standsFor: near.filter(loses).sort(compareClaims) } : alone
}

/** A judgement as it is written beside a claim. `told` is what was really taken of each telling that the span stands for. */
export function verdictOf({ repeats, standsFor }: Judgement, told = (claim: ResponseClaim) => claim.told): string {
  if (repeats !== undefined) return `repeats ${repeats.traceId}:${repeats.spanId}`
  if (standsFor.length === 0) return COUNTS
  const parts = standsFor.map((claim) => `${claim.traceId}:${claim.spanId} ${told(claim)}`)
  return `${COUNTS} ${digest(parts)}`
}

/**
 * Claims whose facts were made by something else than is known now: their traces are to be settled again. Looks only at
 * claims near `own`, for what bears on others may not have been read.
 */
export function outdatedBy(own: readonly ResponseClaim[], claims: readonly ResponseClaim[]): ResponseClaim[] {
  return claims.filter(
    (claim) =>
      !claim.withdrawn && own.some((ours) => isNear(claim, ours)) && verdictOf(judge(claim, claims)) !== claim.verdict,
  )
}

export function isSame(a: SpanRef, b: SpanRef): boolean {
  return a.traceId === b.traceId && a.spanId === b.spanId
}

function isNear(a: ResponseClaim, b: ResponseClaim): boolean {
  const apart = a.timeNs - b.timeNs
  return apart <= CLAIM_WINDOW_NS && apart >= -CLAIM_WINDOW_NS
}

/** The better first: what tells more, else what began first; ids decide where nothing else does. */
function compareClaims(a: ResponseClaim, b: ResponseClaim): number {
  if (a.worth !== b.worth) return b.worth - a.worth
  if (a.timeNs !== b.timeNs) return a.timeNs < b.timeNs ? -1 : 1
  const [left, right] = [`${a.traceId}:${a.spanId}`, `${b.traceId}:${b.spanId}`]
  return left < right ? -1 : left > right ? 1 : 0
}

const TELLS_INPUT = 8
const TELLS_OUTPUT = 4
const TELLS_USAGE = 2
const TELLS_COST = 1

/** Messages first: usage goes over to the span that is read, messages would have to be copied. */
function worthOf(span: CompactSpan): number {
  return (
    (span.hasInput ? TELLS_INPUT : 0) +
    (span.hasOutput ? TELLS_OUTPUT : 0) +
    (hasUsage(span) ? TELLS_USAGE : 0) +
    (span.costReportedNanos === undefined ? 0 : TELLS_COST)
  )
}

/** Of a stream and its record: the record, unless the provider's library told the stream what it used. */
function halfWorth(span: CompactSpan): number {
  if (!hasUsage(span)) return TELLS_COST
  return isRecord(span) ? TELLS_USAGE : TELLS_USAGE + TELLS_COST
}

function tellsUsage({ worth }: ResponseClaim): boolean {
  return (worth & TELLS_USAGE) !== 0
}

/** A telling of another trace, less what only its own trace can say: who asked, and where. */
export function foreignTelling(span: CompactSpan): CompactSpan {
  const unknown = { userId: '', sessionId: '', featureId: '', team: '', environment: 'default', release: '' }
  return { ...span, ...unknown, promptName: '', promptVersion: '' }
}

/** A digest of what the span that stands for a call may take from this telling of it. */
export const toldBy = oncePerSpan((span) =>
  digest([
    ...[span.modelId, span.modelVersion, span.responseModel, span.responseId, span.provider, span.serviceTier],
    ...[span.inputTokens, span.outputTokens, span.totalTokens, span.cacheReadTokens, span.cacheWriteTokens],
    ...[span.cacheWrite1hTokens, span.reasoningTokens, span.audioInputTokens, span.audioOutputTokens],
    ...[span.usageEstimated, span.usageIncomplete],
    ...[span.costReportedNanos, span.costInputReportedNanos, span.costOutputReportedNanos],
    ...[span.finishReason, span.finishReasonRaw, span.timeToFirstTokenNs],
    ...[span.hasInput, span.hasOutput, span.hasInstructions, span.hasTools, span.inputPreview, span.outputPreview],
  ]),
)

function digest(values: readonly unknown[]): string {
  const text = JSON.stringify(values.map((value) => (value === undefined ? null : String(value))))
  return hash('sha256', text, 'base64url').slice(0, 16)
}
