import type { SpanColumns } from '../telemetry/span-columns.ts'
import { compileCandidates } from './column-rule.ts'
import { field, isObject, type Json, type JsonObject, jsonOf, structureOf, unquote } from './json.ts'
import type { MovedContent } from './moved-content.ts'
import { holds, type PickContext } from './pick.ts'
import { parseSource } from './source.ts'
import { DOCUMENT_CANDIDATES, DOCUMENT_EVENTS, RANKED_DOCUMENTS, RERANK_INPUT_CANDIDATES } from './tables/retrieval.ts'
import { numberOf } from './transforms.ts'
import { isUsableContent } from './usable.ts'

const FOUND = compileCandidates(DOCUMENT_CANDIDATES, 'json')
const RERANKED = compileCandidates(RERANK_INPUT_CANDIDATES, 'json')
const RANKED = parseSource(RANKED_DOCUMENTS.documents)
const RANKING = parseSource(RANKED_DOCUMENTS.ranking)
/** More documents than a retrieval gives to a model. */
const MAX_DOCUMENTS = 1000

type DocumentColumn = 'retrievedDocuments' | 'rerankInputDocuments'

/** What a retrieval found (4.4): JSON [{id, score, content, metadata, rank}]. What leaves the attributes is told to `moved`. */
export function readDocuments(context: PickContext, moved: MovedContent): Pick<SpanColumns, DocumentColumn> {
  const found =
    documentsAt(context, FOUND, 'retrievedDocuments', moved) ??
    documentsOfEvents(context) ??
    (context.kind === 'rerank' ? documentsOfRanking(context) : undefined)
  const input = context.kind === 'rerank' ? documentsAt(context, RERANKED, 'rerankInputDocuments', moved) : undefined
  return {
    retrievedDocuments: found === undefined ? '' : JSON.stringify(found),
    rerankInputDocuments: input === undefined ? '' : JSON.stringify(input),
  }
}

function documentsAt(
  context: PickContext,
  candidates: typeof FOUND,
  column: DocumentColumn,
  moved: MovedContent,
): JsonObject[] | undefined {
  for (const { source, when, keep } of context.reader.keys.among(candidates)) {
    if (!context.reader.mayHave(source) || !holds(context, when)) continue
    const value = context.reader.kept(column, source) ?? context.reader.read(source)
    const documents = isUsableContent(value) ? documentsIn(value) : []
    if (documents.length === 0) continue
    const keys = context.reader.keysOf(source)
    moved.take(column, source, keys)
    if (!keep) moved.move(keys)
    context.recorder?.from(column, source, value)
    return documents
  }
  return undefined
}

/** A list of documents, or an answer with one in it. */
function documentsIn(value: Json): JsonObject[] {
  const structure = structureOf(value)
  const lists = [structure, field(structure, 'documents'), field(structure, 'results'), field(structure, 'output')]
  const list = lists.find((entry) => Array.isArray(entry))
  if (!Array.isArray(list)) return []
  return list.slice(0, MAX_DOCUMENTS).flatMap((entry, rank) => {
    const opened = typeof entry === 'string' ? structureOf(entry) : entry
    const document = opened === undefined ? { content: unquoted(entry) } : openDocument(opened)
    return isObject(document) && isDocument(document) ? [shapeOf(document, rank)] : []
  })
}

function unquoted(entry: Json): Json {
  return typeof entry === 'string' ? unquote(entry) : entry
}

/** AI SDK tells the documents, and apart from them which of these came first. */
function documentsOfRanking(context: PickContext): JsonObject[] | undefined {
  const ranking = structureOf(context.reader.read(RANKING))
  const documents = structureOf(context.reader.read(RANKED))
  if (!Array.isArray(ranking) || !Array.isArray(documents)) return undefined
  const found = ranking.slice(0, MAX_DOCUMENTS).flatMap((entry, rank) => {
    const told = structureOf(entry)
    const at = field(told, 'originalIndex') ?? field(told, 'index')
    const document = typeof at === 'number' ? documents[at] : undefined
    if (document === undefined || document === null) return []
    const score = field(told, 'score') ?? field(told, 'relevanceScore') ?? null
    const opened = structureOf(document)
    return [shapeOf({ ...(isObject(opened) ? opened : { content: unquoted(document) }), score }, rank)]
  })
  return found.length === 0 ? undefined : found
}

/** OpenInference's `{document: {…}}`, LangChain's serialized `{lc, kwargs}`, scores beside a document in a pair. */
function openDocument(entry: Json): Json | undefined {
  if (Array.isArray(entry)) return isObject(entry[0]) ? { ...entry[0], score: entry[1] ?? null } : undefined
  const inner = field(entry, 'document') ?? field(entry, 'kwargs') ?? field(entry, 'node')
  return isObject(inner) && isObject(entry) ? { score: field(entry, 'score') ?? null, ...inner } : entry
}

function isDocument(document: JsonObject): boolean {
  return ['page_content', 'content', 'text', 'id', 'document'].some((key) => Object.hasOwn(document, key))
}

function shapeOf(document: JsonObject, rank: number): JsonObject {
  const told = structureOf(field(document, 'metadata') ?? field(document, 'meta'))
  const metadata: JsonObject = isObject(told) ? { ...told } : {}
  const distance = numberIn(document, 'distance')
  if (distance !== undefined) metadata.distance = distance
  const score = numberIn(document, 'score') ?? numberIn(metadata, 'score') ?? numberIn(metadata, 'relevance_score')
  const content = ['content', 'page_content', 'text', 'document']
    .map((key) => field(document, key))
    .find((entry) => typeof entry === 'string')
  return {
    id: idOf(document, metadata),
    score: score ?? null,
    content: content ?? '',
    metadata,
    rank,
  }
}

/** Documents of LangChain seldom have an id; what they are known by is in their metadata, the place they come from at least. */
const METADATA_IDS = ['id', '_id', 'doc_id', 'document_id', 'doc_uri', 'source'] as const

function idOf(document: JsonObject, metadata: JsonObject): Json {
  const own = field(document, 'id') ?? field(document, 'id_') ?? field(document, 'document_id')
  if (own !== undefined && own !== null && own !== '') return own
  for (const key of METADATA_IDS) {
    const told = field(metadata, key)
    if ((typeof told === 'string' && told !== '') || typeof told === 'number') return told
  }
  return null
}

/** Instrumentations of vector databases write one event for each document. */
function documentsOfEvents(context: PickContext): JsonObject[] | undefined {
  const documents: JsonObject[] = []
  for (const event of context.reader.span.events.slice(0, MAX_DOCUMENTS)) {
    const names = DOCUMENT_EVENTS.find((line) => line.event === event.name)
    if (names === undefined) continue
    const told = jsonOf(event.attributes)
    const document: JsonObject = {}
    for (const key of ['id', 'score', 'distance', 'content', 'metadata'] as const) {
      const value = field(told, names[key])
      if (value !== undefined) document[key] = value
    }
    documents.push(shapeOf(document, documents.length))
  }
  if (documents.length === 0) return undefined
  context.recorder?.why('retrievedDocuments', 'One document of each event that tells of one.')
  return documents
}

function numberIn(value: JsonObject, key: string): number | undefined {
  const found = field(value, key)
  return found === undefined || found === null ? undefined : numberOf(found)
}
