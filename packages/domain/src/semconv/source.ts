/**
 * Where a value may be found, written as in docs/semantic-conventions.md:
 *
 * - `gen_ai.request.model`: an attribute of the span, as it is
 * - `output.value$.usage.prompt_tokens`, `x$.choices[0].id`: inside the structure (or JSON text) of an attribute
 * - `python:x$.a`: the same, where a client sends what Python prints of a dict or a list: `{'a': None}` instead of JSON
 * - `llm.input_messages.*`: the list that the attributes `llm.input_messages.<i>.…` spell out
 * - `langfuse.trace.metadata.**`: the object that all attributes under a prefix make
 * - `res:service.name`, `scope:…`: an attribute of the resource, of the instrumentation scope
 * - `event:exception@exception.message`: an attribute of the first event of that name that has it
 * - `span:name`, `span:status_message`: the span's own fields
 * - `events:input`, `events:output`: the messages that the span's events spell out, one each
 * - `chunks:mlflow.chunk.value`, `chunks:new_token@token`: the list that one attribute of the span's events, or of those of a name, makes
 *   piece by piece
 * - `answer:ai.response`: the message that the attributes `ai.response.text`, `.toolCalls`, … make together
 */
export interface Source {
  /** Counts up from 0 with each source that is written differently. */
  readonly id: number
  /** The same for sources that look into the same structure. */
  readonly root: number
  /** As written. */
  readonly text: string
  readonly from: 'span' | 'resource' | 'scope' | 'event' | 'own' | 'events' | 'chunks' | 'answer'
  readonly shape: 'value' | 'indexed' | 'prefix'
  /** The structure may be printed as Python prints it. */
  readonly isPython: boolean
  readonly key: string
  /** The event's name, '' for other sources and for pieces in events of any name. */
  readonly event: string
  /** Steps into the structure: names and positions. Empty: the value itself. */
  readonly path: readonly (string | number)[]
}

/** What an answer is made of: the names of the attributes under its key, `ai.response` or the older `ai.result`. */
export const ANSWER_KEYS = ['reasoning', 'text', 'object', 'toolCalls'] as const

const KNOWN = new Map<string, Source>()
const ROOTS = new Map<string, number>()

/** Every source that was parsed so far, by id. */
export function knownSources(): readonly Source[] {
  return [...KNOWN.values()]
}

/** How many sources are known. */
export function countSources(): number {
  return KNOWN.size
}

export function parseSource(text: string): Source {
  const known = KNOWN.get(text)
  if (known !== undefined) return known
  const mark = text.slice(0, Math.max(text.indexOf(':'), 0))
  const from = PLACES[mark] ?? 'span'
  const body = PLACES[mark] === undefined ? text : text.slice(mark.length + 1)
  const isOfEvent = from === 'event' || (from === 'chunks' && body.includes('@'))
  const [event, place] = isOfEvent ? cut(body, '@') : ['', body]
  const [written, steps] = cut(place, '$')
  const shape = written.endsWith('.**') ? 'prefix' : written.endsWith('.*') ? 'indexed' : 'value'
  const key = shape === 'value' ? written : written.slice(0, written.lastIndexOf('.'))
  const isPython = mark === PYTHON
  const root = `${isPython ? PYTHON : from}:${event}@${written}`
  if (!ROOTS.has(root)) ROOTS.set(root, ROOTS.size)
  const source = {
    id: KNOWN.size,
    root: ROOTS.get(root) ?? 0,
    text,
    from,
    shape,
    isPython,
    key,
    event,
    path: parsePath(steps),
  } as const
  KNOWN.set(text, source)
  return source
}

const PYTHON = 'python'
const PLACES: Readonly<Record<string, Source['from']>> = {
  [PYTHON]: 'span',
  res: 'resource',
  scope: 'scope',
  event: 'event',
  span: 'own',
  events: 'events',
  chunks: 'chunks',
  answer: 'answer',
}

function cut(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)]
}

function parsePath(steps: string): (string | number)[] {
  return [...steps.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(([, name, position]) => name ?? Number(position))
}
