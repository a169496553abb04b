import type { NormalizedSpan } from '../normalized-span.ts'

/** Columns that no table gives: what they are made of, in a sentence. */
export const DERIVED_COLUMNS: Partial<Record<keyof NormalizedSpan, string>> = {
  operationKind: 'By the rules under [Kinds](#kinds).',
  inferenceType:
    '`llm` for chat and completion, `embedding` for embeddings, `custom` for rerank and media; for `predict` what `pyflare.task` says, else `custom`. `pyflare.inference.type` wins where it is one of `llm`, `embedding`, `classification`, `regression`, `object_detection`, `custom`.',
  isAggregate:
    "Whether the usage on the span repeats that of spans below it: agents, chains, evaluators, guardrails, prompts and plain spans, unless the span is a client's. Settling takes it back where nothing below the span says what was used: then it counts.",
  modelId: 'The name found below, without `models/` before it and without the date or revision behind it.',
  modelVersion:
    '`pyflare.model.version`, else the dates and revisions that stood behind the name (`2024-08-06`, `v2:0`); for `predict` `service.version`.',
  providerInferred: "True where no attribute named the provider, and the address or the model's name told it.",
  inputPreview:
    'The first 1,000 characters: of a conversation the last message of the user, of anything else the input.',
  outputPreview: 'The first 1,000 characters of what was answered; a call of a tool as `name(arguments)`.',
  inputHash: 'The first 128 bits of SHA-256 over the input; ids of tool calls are left out.',
  contentRedacted: "True where a value is `__REDACTED__`: the client's own setting left it out.",
  contentTruncated:
    'True where a text was longer than may be kept (256 Ki characters a side; see [ingest](ingest.md)), or where `anthropic.content.truncated` or `pyflare.content.truncated` says that the client cut it.',
  uncachedInputTokens: 'Input tokens less what the cache gave and took.',
  usageMissing: 'True for a model call that succeeded and counted nothing.',
  usageEstimated: 'True where the client is known to have counted itself: see [Repairs](#repairs-of-token-counts).',
  usageIncomplete:
    'True for a model call that counted only input or only output, or whose client is known to leave something out: see [Repairs](#repairs-of-token-counts).',
  params: 'All request parameters, as one JSON object, of the places below. The first to name a parameter keeps it.',
  metadata: 'One JSON object of all that the places below hold. The first to name an entry keeps it.',
  status:
    "The span's own. `error` also where `langfuse.observation.level` is `ERROR`, or where the span says nothing and an exception escaped it.",
  errorClass: 'By the table under [Failures](#failures).',
  finishReasonRaw: "The client's own word for the finish reason.",
  dialects: 'Whose words the span uses, by the signs under [Dialects](#dialects).',
  normalizerVersion:
    'Which version of these rules read the span last. Stored spans [can be read again](ingest.md#reading-stored-spans-again).',
  normalizeRepaired: 'True where counts were put right beyond what the client is known to leave out.',
  normalizeConflict: 'Columns of which two attributes said different things.',
  attributes: 'Every attribute, as text, but those whose content is in a column.',
  attributeTypes: 'Of attributes that are no text, what they were: `number`, `boolean`, `bytes` or `json`.',
  contentFrom:
    'Of columns whose content left the attributes, the place that it came from: `input_messages` → `llm.input_messages.*`.',
  contentFacts: 'What other columns were read from inside of such content, by place: `output.value$.model` → `gpt-4o`.',
  resourceAttributes: 'Every attribute of the resource, as text.',
  events: 'JSON: `[{time_ns, name, attributes}]`, without what became messages.',
  links: 'JSON: `[{trace_id, span_id, attributes}]`.',
}
