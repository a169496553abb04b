import type { RawSpan } from '../telemetry/raw-span.ts'
import type { SpanColumns } from '../telemetry/span-columns.ts'
import { compileRules } from './column-rule.ts'
import { readContent } from './content.ts'
import { readContext, readService } from './context.ts'
import { readCost } from './cost.ts'
import { dialectsOf } from './dialects.ts'
import { readDocuments } from './documents.ts'
import { emptySpan } from './empty-span.ts'
import { type ContentLimits, DEFAULT_LIMITS } from './limit-content.ts'
import { readModel } from './model.ts'
import type { NormalizedSpan } from './normalized-span.ts'
import { NORMALIZER_VERSION } from './normalizer-version.ts'
import { readErrors, readFinish, statusOf } from './outcome.ts'
import { readParameters } from './parameters.ts'
import { type PickContext, pickColumns } from './pick.ts'
import { printAttributes, printEvents, printLinks } from './print-attributes.ts'
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
 * understood stays among the attributes. What needs other spans of the trace is settled later.
 */
export function normalizeSpan(raw: RawSpan, limits: ContentLimits = DEFAULT_LIMITS): NormalizedSpan {
  const context = contextOf(raw)
  const { reader, kind } = context
  const aggregate = isAggregate(reader, kind)
  const model = readModel(context)
  const usage = readUsage(context, model.provider, aggregate)
  const documents = readDocuments(context)
  const content = readContent(context, limits, documents.columns.retrievedDocuments)
  const timing = readTiming(context, usage.columns.outputTokens)
  const status = statusOf(context)
  const moved =
    documents.movedKeys.length === 0 ? content.movedKeys : new Set([...content.movedKeys, ...documents.movedKeys])
  return Object.assign(
    emptySpan(),
    model,
    content.columns,
    pickColumns(context, NAMES),
    documents.columns,
    withDims(context, pickColumns(context, RETRIEVAL)),
    usage.columns,
    readCost(context, (usage.columns.totalTokens ?? 0) > 0),
    readParameters(context, timing.timeToFirstTokenNs !== undefined),
    timing,
    readContext(context),
    readService(raw.attributes, raw.resource),
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
      attributes: printAttributes(raw.attributes, moved),
      resourceAttributes: printAttributes(raw.resource),
      events: printEvents(raw.events, content.isMovedFromEvent),
      links: printLinks(raw.links),
    },
  )
}

/** What a vector itself tells of its length wins over what was asked for. */
function withDims(context: PickContext, columns: Partial<SpanColumns>): Partial<SpanColumns> {
  const carried = embeddingDimsOf(context)
  return carried === undefined ? columns : { ...columns, embeddingDims: carried }
}

function contextOf(raw: RawSpan): PickContext {
  const reader = new SpanReader(raw)
  return {
    reader,
    kind: resolveKind(reader),
    dialects: dialectsOf(reader),
    times: { startTimeNs: raw.startTimeNs, durationNs: reader.durationNs },
    conflicts: new Set(),
  }
}
