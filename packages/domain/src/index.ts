export * from './access/password-rule.ts'
export * from './cost/price-call.ts'
export { addTo, groupBy } from './group-by.ts'
export * from './privacy/create-redactor.ts'
export * from './privacy/redaction-rule.ts'
export { type FindRanges, findAll, type TextRange } from './privacy/text-pattern.ts'
export * from './sampling/sampling-rule.ts'
export * from './sampling/trace-sample.ts'
export { columnsFromContentLogs } from './semconv/content-logs.ts'
export { evaluationIdOf } from './semconv/evaluation-id.ts'
export {
  type ExplainedColumn,
  explainStoredSpan,
  type SpanKnowledge,
  versionsOf,
} from './semconv/explain/explain-stored-span.ts'
export { jsonStringEnd } from './semconv/json-string-end.ts'
export { fairLength, limitValue } from './semconv/limit-json.ts'
export { modelLookupName, splitModelName } from './semconv/model-name.ts'
export { type NormalizedLog, normalizeLog } from './semconv/normalize-log.ts'
export { type NormalizedMetricPoint, normalizeMetricPoint } from './semconv/normalize-metric-point.ts'
export { normalizeSpan } from './semconv/normalize-span.ts'
export type { NormalizedSpan } from './semconv/normalized-span.ts'
export { NORMALIZER_VERSION } from './semconv/normalizer-version.ts'
export type { PlannedSpan, PlanReader, SpanAtReading } from './semconv/plan/plan-reader.ts'
export { ReadingPlan } from './semconv/plan/reading-plan.ts'
export { printAttributes, printValue, typesOf } from './semconv/print-attributes.ts'
export { providerName } from './semconv/provider.ts'
export { type EmbeddingVector, readEmbeddings } from './semconv/read-embeddings.ts'
export {
  type Evaluation,
  type EvaluationTarget,
  evaluationOfLog,
  evaluationsOfSpan,
  MAX_EVALUATIONS,
  mayJudge,
} from './semconv/read-evaluations.ts'
export { rankOfMeasure } from './semconv/read-measure.ts'
export { rawSpanOf } from './semconv/stored/raw-span-of.ts'
export { readAgain, type SecondReading } from './semconv/stored/read-again.ts'
export { rereadSpan } from './semconv/stored/reread-span.ts'
export * from './semconv/stored/reread-summary.ts'
export type { StoredSpan } from './semconv/stored/stored-span.ts'
export { MEASURE_UNITS, MEASURES, type Measure, TOKEN_PARTS } from './semconv/tables/measures.ts'
export type { SpanTimes } from './semconv/transforms.ts'
export { CALL_KINDS } from './settle/counted-spans.ts'
export { inputAfter } from './settle/input-after.ts'
export { LargeTrace } from './settle/large-trace.ts'
export { LEDGER_DIMENSIONS, type LedgerDimension } from './settle/ledger-dimensions.ts'
export { CONTENT_COLUMNS, patchSpan } from './settle/patched-columns.ts'
export {
  CLAIM_WINDOW_NS,
  CROWD,
  isSame,
  type Judgement,
  judge,
  outdatedBy,
  type ResponseClaim,
  toldBy,
  verdictOf,
} from './settle/response-claims.ts'
export * from './settle/settle-trace.ts'
export { type SettledOrigin, settledOrigins } from './settle/settled-origins.ts'
export type { CrossTelling, TraceDraft } from './settle/trace-draft.ts'
export * from './settle/trace-facts.ts'
export * from './telemetry/attribute.ts'
export * from './telemetry/kept-times.ts'
export * from './telemetry/raw-log.ts'
export * from './telemetry/raw-metric-point.ts'
export * from './telemetry/raw-span.ts'
export * from './telemetry/span-columns.ts'
export { TOPICS } from './telemetry/topics.ts'
