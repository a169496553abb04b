import type { Candidate, ColumnRule } from '../column-rule.ts'
import type { NormalizedSpan } from '../normalized-span.ts'
import {
  INPUT_CANDIDATES,
  INPUT_MESSAGES,
  LATE_SYSTEM_CANDIDATES,
  NAME_RULES,
  OUTPUT_CANDIDATES,
  OUTPUT_MESSAGES,
  SYSTEM_CANDIDATES,
  TOOL_CALL_CANDIDATES,
  TOOL_DEFINITION_CANDIDATES,
} from '../tables/content.ts'
import { CONTEXT_RULES, ENVIRONMENT_CANDIDATES, METADATA_CARRIERS, SERVICE_CANDIDATES } from '../tables/context.ts'
import {
  MODEL_CANDIDATES,
  MODEL_RULES,
  PROVIDER_CANDIDATES,
  REQUEST_MODEL_CANDIDATES,
  RESPONSE_MODEL_CANDIDATES,
} from '../tables/model.ts'
import {
  ERROR_MESSAGE_CANDIDATES,
  ERROR_TYPE_CANDIDATES,
  FINISH_CANDIDATES,
  HTTP_STATUS_CANDIDATES,
  LATE_FINISH_CANDIDATES,
} from '../tables/outcome.ts'
import { PARAMETER_CARRIERS, PARAMETER_RULES } from '../tables/parameters.ts'
import {
  DOCUMENT_CANDIDATES,
  DOCUMENT_EVENTS,
  RANKED_DOCUMENTS,
  RERANK_INPUT_CANDIDATES,
  RETRIEVAL_RULES,
} from '../tables/retrieval.ts'
import { FIRST_TOKEN_CANDIDATES, FIRST_TOKEN_EVENTS, TIMING_RULES } from '../tables/timing.ts'
import { COST_RULES, USAGE_RULES } from '../tables/usage.ts'
import type { Transform } from '../transforms.ts'

/** A column as the page shows it. */
export interface ShownColumn {
  column: keyof NormalizedSpan
  as?: Transform
  from?: readonly Candidate[]
  /** What its table does not say, in sentences. */
  note?: string
}

export interface Section {
  title: string
  columns: readonly ShownColumn[]
}

const ruled = (
  rules: readonly ColumnRule[],
  notes: Partial<Record<keyof NormalizedSpan, string>> = {},
): ShownColumn[] => rules.map(({ column, as, from }) => ({ column, as, from, note: notes[column] }))
const derived = (...columns: (keyof NormalizedSpan)[]): ShownColumn[] => columns.map((column) => ({ column }))
const names = (events: readonly string[]): string => events.map((name) => `\`${name}\``).join(', ')

const LATE_SYSTEM = LATE_SYSTEM_CANDIDATES.map((entry) => (typeof entry === 'string' ? entry : entry.read))
const SYSTEM_NOTE = `Else the first message of the system or developer, else ${names(LATE_SYSTEM)}.`

/** Every column, in the order of the page. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Model and provider',
    columns: [
      { column: 'modelId', as: 'text', from: MODEL_CANDIDATES },
      ...derived('modelVersion'),
      {
        column: 'requestModel',
        as: 'text',
        from: REQUEST_MODEL_CANDIDATES,
        note: 'Else the name found for `model_id`.',
      },
      {
        column: 'responseModel',
        as: 'text',
        from: RESPONSE_MODEL_CANDIDATES,
        note: 'Else the name found for `model_id`, where it differs from the requested one or the call succeeded.',
      },
      {
        column: 'provider',
        as: 'text',
        from: PROVIDER_CANDIDATES,
        note: 'In the one name that [Providers](#providers) gives; frameworks are passed over. Else by `server_address`, else by the model.',
      },
      ...derived('providerInferred'),
      ...ruled(MODEL_RULES),
    ],
  },
  {
    title: 'Content',
    columns: [
      { column: 'inputMessages', as: 'json', from: INPUT_MESSAGES },
      { column: 'outputMessages', as: 'json', from: OUTPUT_MESSAGES },
      { column: 'systemInstructions', as: 'content', from: SYSTEM_CANDIDATES, note: SYSTEM_NOTE },
      {
        column: 'input',
        as: 'content',
        from: INPUT_CANDIDATES,
        note: 'Of a chat or completion its messages; else the first of these, else the text of its messages.',
      },
      {
        column: 'output',
        as: 'content',
        from: OUTPUT_CANDIDATES,
        note: 'Of a chat or completion its messages; else the first of these, else the documents that were found, else the text of its messages.',
      },
      ...derived('inputPreview', 'outputPreview', 'inputHash'),
      { column: 'toolDefinitions', as: 'json', from: TOOL_DEFINITION_CANDIDATES },
      {
        column: 'toolCalls',
        as: 'json',
        from: TOOL_CALL_CANDIDATES,
        note: 'The calls among the output messages, `[{id, name, arguments}]`; else of these.',
      },
      ...derived('contentRedacted', 'contentTruncated'),
    ],
  },
  { title: 'Names', columns: ruled(NAME_RULES) },
  {
    title: 'Retrieval and embeddings',
    columns: [
      {
        column: 'retrievedDocuments',
        as: 'json',
        from: DOCUMENT_CANDIDATES,
        note: `JSON: \`[{id, score, content, metadata, rank}]\`. Else the events ${names(DOCUMENT_EVENTS.map(({ event }) => event))}, one document each; else \`${RANKED_DOCUMENTS.documents}\` in the order of \`${RANKED_DOCUMENTS.ranking}\`.`,
      },
      { column: 'rerankInputDocuments', as: 'json', from: RERANK_INPUT_CANDIDATES },
      ...ruled(RETRIEVAL_RULES),
    ],
  },
  {
    title: 'Tokens',
    columns: [
      ...ruled(USAGE_RULES, { totalTokens: 'At least the sum of input and output.' }),
      ...derived('uncachedInputTokens', 'usageMissing', 'usageEstimated', 'usageIncomplete'),
    ],
  },
  {
    title: 'Reported cost',
    columns: ruled(COST_RULES, {
      costReportedNanos:
        'Else the sum of `langfuse.observation.cost_details`. Zero beside tokens means that the client had no price.',
    }),
  },
  {
    title: 'Request parameters',
    columns: [
      ...ruled(PARAMETER_RULES, {
        stream: 'Also true where the answer visibly came in pieces: a first token was timed, or events tell of chunks.',
      }),
      { column: 'params', from: PARAMETER_CARRIERS },
    ],
  },
  {
    title: 'Timing',
    columns: [
      {
        column: 'timeToFirstTokenNs',
        as: 'seconds',
        from: FIRST_TOKEN_CANDIDATES,
        note: `Since the span's start, and within a second of its end; other values are some other clock's. Else the first event named ${names(FIRST_TOKEN_EVENTS)}.`,
      },
      ...ruled(TIMING_RULES, {
        timePerOutputTokenNs: 'Else what followed the first token, divided by the tokens after it.',
        outputTokensPerSecond: "Else output tokens by the span's duration.",
      }),
    ],
  },
  {
    title: 'Context',
    columns: [
      ...ruled(CONTEXT_RULES),
      {
        column: 'environment',
        as: 'text',
        from: ENVIRONMENT_CANDIDATES,
        note: 'In lower case; what is not a letter, digit, `_` or `-` becomes `-`; at most 40 characters. Else `default`.',
      },
      { column: 'serviceName', as: 'text', from: SERVICE_CANDIDATES, note: 'Empty for `unknown_service…`.' },
      { column: 'metadata', from: METADATA_CARRIERS },
    ],
  },
  {
    title: 'Outcome',
    columns: [
      ...derived('status'),
      {
        column: 'errorType',
        as: 'text',
        from: [...ERROR_TYPE_CANDIDATES, ...HTTP_STATUS_CANDIDATES],
        note: 'A status code counts from 400 on. Else `_OTHER` where the span failed.',
      },
      { column: 'errorMessage', as: 'text', from: ERROR_MESSAGE_CANDIDATES, note: 'Only of spans that failed.' },
      ...derived('errorClass'),
      {
        column: 'finishReason',
        as: 'first',
        from: [...FINISH_CANDIDATES, ...LATE_FINISH_CANDIDATES],
        note: "In the words of [Finish reasons](#finish-reasons). An output message's own reason stands before what answers in JSON say.",
      },
      ...derived('finishReasonRaw'),
    ],
  },
  {
    title: 'What normalization says of itself',
    columns: derived(
      'operationKind',
      'inferenceType',
      'isAggregate',
      'dialects',
      'normalizerVersion',
      'normalizeRepaired',
      'normalizeConflict',
    ),
  },
  {
    title: 'What is kept as it came',
    columns: derived(
      'attributes',
      'attributeTypes',
      'contentFrom',
      'contentFacts',
      'resourceAttributes',
      'events',
      'links',
    ),
  },
]
