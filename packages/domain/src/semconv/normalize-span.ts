import type { RawSpan } from '../telemetry/raw-span.ts'
import type { SpanColumns, StringMap } from '../telemetry/span-columns.ts'
import { compileRules } from './column-rule.ts'
import { readContent } from './content.ts'
import { readContext, readService } from './context.ts'
import { readCost } from './cost.ts'
import { dialectsOf } from './dialects.ts'
import { readDocuments } from './documents.ts'
import { emptySpan } from './empty-span.ts'
import { printJson } from './json.ts'
import { type ContentLimits, DEFAULT_LIMITS } from './limit-content.ts'
import { readModel } from './model.ts'
import { MovedContent } from './moved-content.ts'
import type { NormalizedSpan } from './normalized-span.ts'
import { NORMALIZER_VERSION } from './normalizer-version.ts'
import { readErrors, readFinish, statusOf } from './outcome.ts'
import { readParameters } from './parameters.ts'
import { type PickContext, pickColumns } from './pick.ts'
import { printAttributes, printEvents, printLinks, typesOf } from './print-attributes.ts'
import { embeddingDimsOf } from './read-embeddings.ts'
import { inferenceTypeOf, isAggregate, resolveKind } from './resolve-kind.ts'
import { SpanReader } from './span-reader.ts'
import { NAME_RULES } from './tables/content.ts'
import { RETRIEVAL_RULES } from './tables/retrieval.ts'
import { readTiming } from './timing.ts'
import { readUsage } from './usage.ts'

const NAMES = compileRules(NAME_RULES)
const RETRIEVAL = compileRules(RETRIEVAL_RULES)

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
  const { reader, kind } = context
  const moved = new MovedContent()
  const aggregate = isAggregate(reader, kind)
  const model = readModel(context)
  const usage = readUsage(context, model.provider, aggregate)
  const documents = readDocuments(context, moved)
  const content = readContent(context, limits, documents.retrievedDocuments, moved)
  const timing = readTiming(context, usage.columns.outputTokens)
  const status = statusOf(context)
  const columns = Object.assign(
    emptySpan(),
    model,
    content.columns,
    pickColumns(context, NAMES),
    documents,
    withDims(context, pickColumns(context, RETRIEVAL)),
    usage.columns,
    readCost(context, (usage.columns.totalTokens ?? 0) > 0),
    readParameters(context, timing.timeToFirstTokenNs !== undefined),
    timing,
    readContext(context),
    readService(raw.attributes, raw.resource, context.recorder),
    readErrors(context, status),
    readFinish(context, content.outputMessages, content.columns.toolCalls !== ''),
    {
      operationKind: kind,
      inferenceType: inferenceTypeOf(reader, kind),
      isAggregate: aggregate,
      status,
      dialects: [...context.dialects].sort(),
      normalizerVersion: NORMALIZER_VERSION,
      normalizeRepaired: usage.repaired,
      normalizeConflict: [...context.conflicts].sort(),
      attributes: printAttributes(raw.attributes, moved.keys),
      attributeTypes: typesOf(raw.attributes, moved.keys),
      contentFrom: moved.places(),
      resourceAttributes: printAttributes(raw.resource),
      events: printEvents(raw.events, content.isMovedFromEvent),
      links: printLinks(raw.links),
    },
  )
  columns.contentFacts = factsInside(context, moved.keys)
  return columns
}

/** What places said that are gone with the content around them. */
function factsInside({ reader, inside = [] }: PickContext, moved: ReadonlySet<string>): StringMap {
  const facts: StringMap = Object.create(null)
  if (moved.size === 0) return facts
  for (const source of inside) {
    if (source.from !== 'span' || !moved.has(source.key)) continue
    const said = reader.read(source)
    if (said !== undefined) facts[source.text] = printJson(said)
  }
  return facts
}

/** What a vector itself tells of its length wins over what was asked for. */
function withDims(context: PickContext, columns: Partial<SpanColumns>): Partial<SpanColumns> {
  const carried = embeddingDimsOf(context)
  if (carried === undefined) return columns
  context.recorder?.why('embeddingDims', 'The length of the first vector that the span carries.')
  return { ...columns, embeddingDims: carried }
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
