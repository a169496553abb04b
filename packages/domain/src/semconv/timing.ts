import type { SpanColumns } from '../telemetry/span-columns.ts'
import { compileCandidates, compileRules } from './column-rule.ts'
import { type PickContext, pickColumns, usableValue } from './pick.ts'
import { FIRST_TOKEN_CANDIDATES, FIRST_TOKEN_EVENTS, TIMING_RULES } from './tables/timing.ts'

const FIRST_TOKEN = compileCandidates(FIRST_TOKEN_CANDIDATES, 'seconds')
const RULES = compileRules(TIMING_RULES)
const SECOND_NS = 1_000_000_000n

type TimingColumn = 'timeToFirstTokenNs' | 'timePerOutputTokenNs' | 'queueNs' | 'outputTokensPerSecond'

/** When the first token came, and how fast the rest followed (4.8). */
export function readTiming(context: PickContext, outputTokens: number | undefined): Pick<SpanColumns, TimingColumn> {
  const told = pickColumns(context, RULES)
  const first = firstToken(context)
  const tokens = outputTokens ?? 0
  const derived = first === undefined || tokens < 2 ? undefined : perTokenNs(context, first, tokens)
  const perSecond = tokens === 0 || context.kind === 'embeddings' ? undefined : tokensPerSecond(context, tokens)
  if (told.timePerOutputTokenNs === undefined && derived !== undefined)
    context.recorder?.why('timePerOutputTokenNs', 'What followed the first token, divided by the tokens after it.')
  if (told.outputTokensPerSecond === undefined && perSecond !== undefined)
    context.recorder?.why('outputTokensPerSecond', `${outputTokens} output tokens in the span's duration.`)
  return {
    timeToFirstTokenNs: first,
    timePerOutputTokenNs: told.timePerOutputTokenNs ?? derived,
    queueNs: told.queueNs,
    outputTokensPerSecond: told.outputTokensPerSecond ?? perSecond,
  }
}

function perTokenNs({ times }: PickContext, firstNs: bigint, tokens: number): bigint | undefined {
  return firstNs > times.durationNs ? undefined : (times.durationNs - firstNs) / BigInt(tokens - 1)
}

function tokensPerSecond({ times }: PickContext, tokens: number): number | undefined {
  return times.durationNs === 0n ? undefined : (tokens * 1e9) / Number(times.durationNs)
}

/** Values before the start or more than a second beyond the end are some other clock's. */
function firstToken(context: PickContext): bigint | undefined {
  for (const candidate of context.reader.keys.among(FIRST_TOKEN)) {
    const value = usableValue(context, candidate)
    if (typeof value !== 'bigint' || !isWithin(value, context)) continue
    context.inside?.push(candidate.source)
    context.recorder?.from('timeToFirstTokenNs', candidate.source, context.reader.read(candidate.source))
    return value
  }
  const event = context.reader.span.events.find(({ name }) => FIRST_TOKEN_EVENTS.includes(name))
  const since = event === undefined ? undefined : event.timeNs - context.times.startTimeNs
  if (since === undefined || !isWithin(since, context)) return undefined
  context.recorder?.why('timeToFirstTokenNs', `When the event ${event?.name} happened, since the span's start.`)
  return since
}

function isWithin(value: bigint, context: PickContext): boolean {
  return value >= 0n && value <= context.times.durationNs + SECOND_NS
}
