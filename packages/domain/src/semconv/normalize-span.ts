import type { RawSpan } from '../telemetry/raw-span.ts'
import type { StringMap } from '../telemetry/span-columns.ts'
import { isRedacted } from './content.ts'
import { dialectsOf } from './dialects.ts'
import { emptySpan } from './empty-span.ts'
import { printJson } from './json.ts'
import { type ContentLimits, DEFAULT_LIMITS } from './limit-content.ts'
import { MovedContent } from './moved-content.ts'
import type { NormalizedSpan } from './normalized-span.ts'
import { NORMALIZER_VERSION } from './normalizer-version.ts'
import type { PickContext } from './pick.ts'
import { printAttributes, printEvents, printLinks, typesOf } from './print-attributes.ts'
import { READINGS, type Reading, type SpanSoFar, type Told } from './readings.ts'
import { resolveKind } from './resolve-kind.ts'
import { SpanReader } from './span-reader.ts'

/**
 * The columns of a span, whichever library's words it uses (docs/semantic-conventions.md). Never throws: what can't be
 * understood stays among the attributes. What needs other spans of the trace is settled later. `known` is what is told already of
 * the span, where something of it was redacted since.
 */
export function normalizeSpan(
  raw: RawSpan,
  limits: ContentLimits = DEFAULT_LIMITS,
  known?: Pick<NormalizedSpan, 'operationKind' | 'dialects'>,
): NormalizedSpan {
  return readSpan(raw, contextOf(raw, known), limits)
}

/** The same in a context that is made already. */
export function readSpan(raw: RawSpan, context: PickContext, limits: ContentLimits): NormalizedSpan {
  const soFar = beginSpan(limits)
  const columns = emptySpan()
  for (const reading of READINGS) Object.assign(columns, readOn(reading, context, soFar))
  return finishSpan(raw, context, soFar, columns)
}

export function beginSpan(limits: ContentLimits): SpanSoFar {
  return { limits, told: { ...NOTHING_TOLD }, moved: {}, saidFinish: undefined, isMovedFromEvent: () => false }
}

const NOTHING_TOLD: Readonly<Told> = {
  isAggregate: false,
  status: 'unset',
  provider: '',
  outputTokens: undefined,
  totalTokens: undefined,
  retrievedDocuments: '',
  toolCalls: '',
  timeToFirstTokenNs: undefined,
}

/** Does one reading, and keeps of it what others go by. */
export function readOn(reading: Reading, context: PickContext, soFar: SpanSoFar): Partial<NormalizedSpan> {
  const columns = reading.read(context, soFar)
  for (const name of reading.tells) tell(soFar.told, name, columns)
  return columns
}

function tell<Name extends keyof Told>(told: Told, name: Name, columns: Partial<Told>): void {
  told[name] = columns[name] as Told[Name]
}

/** What is left of a span once its columns are read, and how the reading went. */
function finishSpan(raw: RawSpan, context: PickContext, soFar: SpanSoFar, columns: NormalizedSpan): NormalizedSpan {
  const moved = MovedContent.joined(Object.values(soFar.moved))
  return Object.assign(columns, {
    contentRedacted: isRedacted(raw.attributes),
    normalizerVersion: NORMALIZER_VERSION,
    normalizeConflict: [...context.conflicts].sort(),
    attributes: printAttributes(raw.attributes, moved.keys),
    attributeTypes: typesOf(raw.attributes, moved.keys),
    contentFrom: moved.places(),
    contentFacts: factsInside(context, moved.keys),
    resourceAttributes: printAttributes(raw.resource),
    events: printEvents(raw.events, soFar.isMovedFromEvent),
    links: printLinks(raw.links),
  })
}

/** What places said that are gone with the content around them. */
export function factsInside({ reader, inside = [] }: PickContext, moved: ReadonlySet<string>): StringMap {
  const facts: StringMap = Object.create(null)
  if (moved.size === 0) return facts
  for (const source of inside) {
    if (source.from !== 'span' || !moved.has(source.key)) continue
    const said = reader.read(source)
    if (said !== undefined) facts[source.text] = printJson(said)
  }
  return facts
}

/** What conditions of the tables ask about. */
export function contextOf(raw: RawSpan, known?: Pick<NormalizedSpan, 'operationKind' | 'dialects'>): PickContext {
  const reader = new SpanReader(raw)
  return {
    reader,
    kind: known?.operationKind ?? resolveKind(reader),
    dialects: known === undefined ? dialectsOf(reader) : new Set(known.dialects),
    times: { startTimeNs: raw.startTimeNs, durationNs: reader.durationNs },
    conflicts: new Set(),
    inside: [],
  }
}
