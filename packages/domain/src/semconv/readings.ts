import type { SpanEvent } from '../telemetry/raw-span.ts'
import { compileRules } from './column-rule.ts'
import { readContent } from './content.ts'
import { readContext, readService } from './context.ts'
import { readCost } from './cost.ts'
import { readDocuments } from './documents.ts'
import type { ContentLimits } from './limit-content.ts'
import { readModel } from './model.ts'
import { MovedContent } from './moved-content.ts'
import type { NormalizedSpan } from './normalized-span.ts'
import { readErrors, readFinish, statusOf } from './outcome.ts'
import { readParameters } from './parameters.ts'
import { type PickContext, pickColumns } from './pick.ts'
import { embeddingDimsOf } from './read-embeddings.ts'
import { inferenceTypeOf, isAggregate } from './resolve-kind.ts'
import { NAME_RULES } from './tables/content.ts'
import { CONTEXT_RULES } from './tables/context.ts'
import { PARAMETER_RULES } from './tables/parameters.ts'
import { RETRIEVAL_RULES } from './tables/retrieval.ts'
import { readTiming } from './timing.ts'
import { readUsage } from './usage.ts'

/** Columns that later readings go by. */
export type Told = Pick<
  NormalizedSpan,
  | 'isAggregate'
  | 'status'
  | 'provider'
  | 'outputTokens'
  | 'totalTokens'
  | 'retrievedDocuments'
  | 'toolCalls'
  | 'timeToFirstTokenNs'
>

/** What is known of a span while it is being read. */
export interface SpanSoFar {
  limits: ContentLimits
  told: Told
  /** Content that went from attributes into columns, by the reading that took it. */
  moved: Partial<Record<ReadingName, MovedContent>>
  /** Why the answer ended, where one of its messages says so. */
  saidFinish: string | undefined
  isMovedFromEvent: (event: SpanEvent, key: string) => boolean
}

export type ReadingName =
  | 'frame'
  | 'model'
  | 'usage'
  | 'documents'
  | 'content'
  | 'timing'
  | 'names'
  | 'retrieval'
  | 'cost'
  | 'parameters'
  | 'context'
  | 'service'
  | 'errors'
  | 'finish'

/** One step of reading a span: some of its columns. */
export interface Reading {
  name: ReadingName
  /** Of the span itself it asks the context alone; of what was read before it, no more than what `takes` tells. */
  read: (context: PickContext, soFar: SpanSoFar) => Partial<NormalizedSpan>
  /** Of its columns, those that readings after it take. */
  tells: readonly (keyof Told)[]
  /** As long as this is the same, what was read before makes no difference to it. */
  takes?: (soFar: SpanSoFar) => readonly (string | number | boolean | undefined)[]
  /** Columns that it may leave out. */
  optional: readonly (keyof NormalizedSpan)[]
  /** How much what it asks for differs from one span of a library and a name to the next: `never`, where all else goes by it. */
  differs: 'never' | 'seldom' | 'often'
}

const NAMES = compileRules(NAME_RULES)
const RETRIEVAL = compileRules(RETRIEVAL_RULES)
const columnsOf = (rules: readonly { column: keyof NormalizedSpan }[]) => rules.map(({ column }) => column)

/** All columns that are read, in the order in which they are: kind and dialects are known before, for conditions ask about them. */
export const READINGS: readonly Reading[] = [
  { name: 'frame', read: readFrame, tells: ['isAggregate', 'status'], optional: [], differs: 'never' },
  { name: 'model', read: readModel, tells: ['provider'], optional: [], differs: 'seldom' },
  {
    name: 'usage',
    takes: ({ told }) => [told.provider, told.isAggregate],
    read: (context, { told }) => {
      const usage = readUsage(context, told.provider, told.isAggregate)
      return { ...usage.columns, normalizeRepaired: usage.repaired }
    },
    tells: ['outputTokens', 'totalTokens'],
    optional: [],
    differs: 'often',
  },
  {
    name: 'documents',
    read: (context, { moved }) => {
      moved.documents = new MovedContent()
      return readDocuments(context, moved.documents)
    },
    tells: ['retrievedDocuments'],
    optional: [],
    differs: 'often',
  },
  {
    name: 'content',
    takes: ({ told }) => [told.retrievedDocuments],
    read: (context, soFar) => {
      soFar.moved.content = new MovedContent()
      const content = readContent(context, soFar.limits, soFar.told.retrievedDocuments, soFar.moved.content)
      soFar.saidFinish = content.saidFinish
      soFar.isMovedFromEvent = content.isMovedFromEvent
      return content.columns
    },
    tells: ['toolCalls'],
    optional: [],
    differs: 'often',
  },
  {
    name: 'timing',
    takes: ({ told }) => [told.outputTokens],
    read: (context, { told }) => readTiming(context, told.outputTokens),
    tells: ['timeToFirstTokenNs'],
    optional: [],
    differs: 'often',
  },
  {
    name: 'names',
    read: (context) => pickColumns(context, NAMES),
    tells: [],
    optional: columnsOf(NAME_RULES),
    differs: 'often',
  },
  {
    name: 'retrieval',
    read: (context) => withDims(context, pickColumns(context, RETRIEVAL)),
    tells: [],
    optional: columnsOf(RETRIEVAL_RULES),
    differs: 'often',
  },
  {
    name: 'cost',
    takes: ({ told }) => [hasTokens(told)],
    read: (context, { told }) => readCost(context, hasTokens(told)),
    tells: [],
    optional: [],
    differs: 'often',
  },
  {
    name: 'parameters',
    takes: ({ told }) => [told.timeToFirstTokenNs !== undefined],
    read: (context, { told }) => readParameters(context, told.timeToFirstTokenNs !== undefined),
    tells: [],
    optional: columnsOf(PARAMETER_RULES),
    differs: 'often',
  },
  { name: 'context', read: readContext, tells: [], optional: columnsOf(CONTEXT_RULES), differs: 'often' },
  {
    name: 'service',
    read: ({ reader, recorder }) => readService(reader.span.attributes, reader.span.resource, recorder),
    tells: [],
    optional: [],
    differs: 'never',
  },
  {
    name: 'errors',
    takes: ({ told }) => [told.status],
    read: (context, { told }) => readErrors(context, told.status),
    tells: [],
    optional: [],
    differs: 'seldom',
  },
  {
    name: 'finish',
    takes: ({ told, saidFinish }) => [saidFinish, told.toolCalls !== ''],
    read: (context, { told, saidFinish }) => readFinish(context, saidFinish, told.toolCalls !== ''),
    tells: [],
    optional: [],
    differs: 'often',
  },
]

function readFrame(context: PickContext) {
  const { reader, kind, dialects } = context
  return {
    operationKind: kind,
    inferenceType: inferenceTypeOf(reader, kind),
    isAggregate: isAggregate(reader, kind),
    status: statusOf(context),
    dialects: [...dialects].sort(),
  }
}

function hasTokens({ totalTokens }: Told): boolean {
  return (totalTokens ?? 0) > 0
}

/** What a vector itself tells of its length wins over what was asked for. */
function withDims(context: PickContext, columns: Partial<NormalizedSpan>): Partial<NormalizedSpan> {
  const carried = embeddingDimsOf(context)
  if (carried === undefined) return columns
  context.recorder?.why('embeddingDims', 'The length of the first vector that the span carries.')
  return { ...columns, embeddingDims: carried }
}
