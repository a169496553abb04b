import { type Candidate, type CompiledCandidate, compileCandidates } from '../semconv/column-rule.ts'
import { SECTIONS } from '../semconv/page/sections.ts'
import { snakeCase } from '../semconv/pick.ts'
import type { Source } from '../semconv/source.ts'
import { INPUT_MESSAGES, LATE_SYSTEM_CANDIDATES, OUTPUT_MESSAGES } from '../semconv/tables/content.ts'
import { EVALUATION_EVENTS, EVALUATION_LISTS, EVALUATION_SPANS } from '../semconv/tables/evaluations.ts'
import { LATE_FINISH_CANDIDATES } from '../semconv/tables/outcome.ts'
import { DOCUMENT_EVENTS, RANKED_DOCUMENTS } from '../semconv/tables/retrieval.ts'

/** A place of a record that one column is read from. */
export type Carrier = Pick<CompiledCandidate, 'source' | 'when' | 'as'>

const TABLES: ReadonlyMap<string, readonly Candidate[]> = new Map(
  SECTIONS.flatMap(({ columns }) => columns.map(({ column, from = [] }) => [snakeCase(column), from] as const)),
)
const DOCUMENTS_OF_EVENTS = DOCUMENT_EVENTS.flatMap(({ event, id, content, metadata }) =>
  [id, content, metadata].map((key) => `event:${event}@${key}`),
)

/** What a rerank of AI SDK found is told by its places among these. */
const OF_RANKING: readonly Candidate[] = [{ read: RANKED_DOCUMENTS.documents, when: { kinds: ['rerank'] } }]

/** Both sides are told under this name. */
const AUTOGEN_MESSAGE: readonly Candidate[] = [{ read: 'message', when: { scope: 'autogen' } }]

const JUDGEMENTS = [...new Set(EVALUATION_LISTS.map(({ item }) => item))].join('|')

/** Entries of lists of evaluations that say one thing: `trace.annotations.0.annotation.explanation`. */
function inEvaluations(key: string): RegExp {
  return new RegExp(`^(?:trace\\.|session\\.)?(?:${JUDGEMENTS})s\\.\\d+\\.(?:${JUDGEMENTS})\\.${key}$`)
}

/** Events, log records and spans that say one thing of an evaluation, in words that mean nothing else. */
function ofEvaluations(column: 'label' | 'explanation' | 'evaluator' | 'metadata'): string[] {
  const own = (keys: readonly string[]) => keys.filter((key) => key !== 'error.type')
  const events = EVALUATION_EVENTS.flatMap((keys) => own(keys[column]).map((key) => `event:${keys.event}@${key}`))
  return [...events, ...EVALUATION_SPANS.flatMap((keys) => own(keys[column]))]
}

interface Family {
  /** They hold the same content: whoever names one means all. */
  columns: readonly string[]
  /** Whose places theirs are, whatever the conditions of the tables say: what is no input of this kind of span is one of another. */
  read: readonly string[]
  /** Whose places theirs are under the conditions of the tables. */
  readWhere?: readonly string[]
  /** Places that no table has, since nothing is read there that is not read elsewhere. */
  beside?: readonly Candidate[]
  /** Names by which attributes that nobody reads say that they hold the same. */
  named?: RegExp
}

const FAMILIES: readonly Family[] = [
  {
    columns: ['input', 'input_messages', 'input_preview', 'input_hash'],
    read: ['input', 'input_messages', 'rerank_input_documents'],
    readWhere: ['retrieval_query'],
    beside: AUTOGEN_MESSAGE,
    named:
      /[._](?:inputs?|messages|question|chat_history)$|^(?:function\.args|crew_(?:tasks|agents))$|^crewai\.(?:task|crew|agent)\.(?:description|tasks|agents|goal|backstory)$/,
  },
  {
    columns: ['output', 'output_messages', 'output_preview'],
    read: ['output', 'output_messages', 'tool_calls'],
    readWhere: ['retrieved_documents'],
    beside: [...DOCUMENTS_OF_EVENTS, ...OF_RANKING, ...AUTOGEN_MESSAGE],
    named:
      /[._](?:outputs?|choices|answer)$|^llm\.[^.]+\.content$|^(?:final_result|function\.result|mastra\.metadata\.body)$|^crewai\.crew\.(?:result|tasks_output)$/,
  },
  {
    columns: ['retrieved_documents'],
    read: [],
    readWhere: ['retrieved_documents'],
    beside: [...DOCUMENTS_OF_EVENTS, ...OF_RANKING],
  },
  {
    columns: ['system_instructions'],
    read: ['system_instructions'],
    beside: LATE_SYSTEM_CANDIDATES,
    named: /(?:^|[._])(?:instructions|system_(?:prompt|message))$/,
  },
  {
    columns: ['tool_definitions'],
    read: ['tool_definitions'],
    named: /^(?:gen_ai\.)?tool\.description$|^crewai\.(?:agent|task)\.tools$/,
  },
  {
    columns: ['error_message'],
    read: ['error_message'],
    named: /(?:^|[._])(?:stack_?trace|error\.message)$/i,
  },
  {
    columns: ['model_id', 'model_version', 'request_model', 'response_model'],
    read: ['model_id', 'request_model', 'response_model'],
    beside: ['pyflare.model.version'],
  },
  { columns: ['label'], read: [], beside: ofEvaluations('label'), named: inEvaluations('label') },
  { columns: ['explanation'], read: [], beside: ofEvaluations('explanation'), named: inEvaluations('explanation') },
  { columns: ['evaluator'], read: [], beside: ofEvaluations('evaluator'), named: inEvaluations('annotator') },
  { columns: ['identifier'], read: [], named: inEvaluations('identifier') },
  {
    columns: ['metadata'],
    read: [],
    readWhere: ['metadata'],
    beside: ofEvaluations('metadata'),
    named: inEvaluations('metadata'),
  },
  { columns: ['finish_reason', 'finish_reason_raw'], read: ['finish_reason'], beside: LATE_FINISH_CANDIDATES },
]

/** Columns that are read from places of their own, and those of `FAMILIES`. */
export const CARRIED_COLUMNS: readonly string[] = [
  ...new Set([...TABLES.keys(), ...FAMILIES.flatMap(({ columns }) => columns)]),
]

/** Every place that a column's value may come from, or be repeated in. */
export function carriersOf(column: string): Carrier[] {
  const family = FAMILIES.find(({ columns }) => columns.includes(column))
  if (family === undefined) return tableOf(column)
  const { read, readWhere = [], beside = [] } = family
  return [
    ...read.flatMap((other) => tableOf(other).map((carrier) => ({ ...carrier, when: undefined }))),
    ...readWhere.flatMap(tableOf),
    ...compileCandidates(beside, 'text'),
  ]
}

/** The other columns that hold what a column holds, itself included. */
export function kinOf(column: string): readonly string[] {
  return FAMILIES.find(({ columns }) => columns.includes(column))?.columns ?? [column]
}

/** Events of which attributes are read. Those of others are attributes like any. */
export const READ_EVENTS: ReadonlySet<string> = new Set(
  CARRIED_COLUMNS.flatMap(carriersOf).flatMap(({ source }) => (source.event === '' ? [] : [source.event])),
)

/** The columns that attributes hold by their name alone. */
export const NAMED_COLUMNS: readonly { column: string; named: RegExp }[] = FAMILIES.flatMap(({ columns, named }) => {
  const [column] = columns
  return column === undefined || named === undefined ? [] : [{ column, named }]
})

/** Places that hold messages, of either side. */
export const MESSAGE_SOURCES: readonly Source[] = compileCandidates(
  [...INPUT_MESSAGES, ...OUTPUT_MESSAGES],
  'json',
).map(({ source }) => source)

function tableOf(column: string): Carrier[] {
  return compileCandidates(TABLES.get(column) ?? [], 'text')
}
