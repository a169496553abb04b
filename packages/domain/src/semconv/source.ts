/**
 * Where a value may be found, written as in docs/semantic-conventions.md:
 *
 * - `gen_ai.request.model`: an attribute of the span, as it is
 * - `output.value$.usage.prompt_tokens`, `x$.choices[0].id`: inside the structure (or JSON text) of an attribute
 * - `llm.input_messages.*`: the list that the attributes `llm.input_messages.<i>.…` spell out
 * - `langfuse.trace.metadata.**`: the object that all attributes under a prefix make
 * - `res:service.name`, `scope:…`: an attribute of the resource, of the instrumentation scope
 * - `event:exception@exception.message`: an attribute of the first event of that name that has it
 * - `span:name`, `span:status_message`: the span's own fields
 * - `events:input`, `events:output`: the messages that the span's events spell out, one each
 * - `answer:ai.response`: the message that the attributes `ai.response.text`, `.toolCalls`, … make together
 */
export interface Source {
  /** As written. */
  readonly text: string
  readonly from: 'span' | 'resource' | 'scope' | 'event' | 'own' | 'events' | 'answer'
  readonly shape: 'value' | 'indexed' | 'prefix'
  readonly key: string
  /** The event's name, '' for other sources. */
  readonly event: string
  /** Steps into the structure: names and positions. Empty: the value itself. */
  readonly path: readonly (string | number)[]
}

export function parseSource(text: string): Source {
  const mark = text.slice(0, Math.max(text.indexOf(':'), 0))
  const from = PLACES[mark] ?? 'span'
  const body = from === 'span' ? text : text.slice(mark.length + 1)
  const [event, place] = from === 'event' ? cut(body, '@') : ['', body]
  const [key, steps] = cut(place, '$')
  const shape = key.endsWith('.**') ? 'prefix' : key.endsWith('.*') ? 'indexed' : 'value'
  const bare = shape === 'value' ? key : key.slice(0, key.lastIndexOf('.'))
  return { text, from, shape, key: bare, event, path: parsePath(steps) }
}

const PLACES: Readonly<Record<string, Source['from']>> = {
  res: 'resource',
  scope: 'scope',
  event: 'event',
  span: 'own',
  events: 'events',
  answer: 'answer',
}

function cut(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)]
}

function parsePath(steps: string): (string | number)[] {
  return [...steps.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(([, name, position]) => name ?? Number(position))
}
